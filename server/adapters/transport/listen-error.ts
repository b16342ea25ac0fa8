/** Why a server cannot listen, as one sentence for the person who started it. `code` is Node's. */
export function listenError(code: string | undefined, host: string, port: number): Error {
  return new Error(sentence(code, host, port))
}

function sentence(code: string | undefined, host: string, port: number): string {
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${host} is in use: stop the other program or choose another port.`
    case 'EACCES':
    case 'EPERM':
      return `This user may not listen on port ${port}: choose a port above 1023.`
    case 'EADDRNOTAVAIL':
      return `This machine does not have the address ${host}: choose one of its own, or 0.0.0.0 for all.`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EINVAL':
      return `The host ${host} is not known: choose an address of this machine.`
    case 'ERR_SOCKET_BAD_PORT':
      return `${port} is no port: choose a whole number from 0 to 65535.`
    default:
      return `Cannot listen on ${host}, port ${port}${code === undefined ? '' : ` (${code})`}.`
  }
}
