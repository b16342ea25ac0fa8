import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { temporaryFolder } from './temporary-folder.ts'

export interface SmallDisk {
  path: string
  /** Nothing more can be written, by a process of this id if that matters. */
  fill(pid?: number): void
  freeSpace(pid?: number): void
  remove(): void
}

const canMount = () => {
  const folder = temporaryFolder('mount')
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path])
  if (status === 0) execFileSync('umount', ['-l', folder.path])
  folder.remove()
  return status === 0
}

/** A file system of its own; only root may have one. */
export const MOUNTS = canMount()

/** A real disk of a few megabytes. */
export function smallDisk(size = '3m'): SmallDisk & { readOnly(yes: boolean): void } {
  const folder = temporaryFolder('disk')
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder.path])
  const ballast = path.join(folder.path, 'ballast')
  return {
    path: folder.path,
    fill() {
      for (let bytes = 2 ** 20, n = 0; bytes >= 2 ** 10; n++) {
        try {
          writeFileSync(`${ballast}${n}`, Buffer.alloc(bytes))
        } catch {
          bytes /= 2
        }
      }
    },
    freeSpace() {
      for (const name of readdirSync(folder.path)) if (name.startsWith('ballast')) rmSync(path.join(folder.path, name))
    },
    readOnly(yes) {
      execFileSync('mount', ['-o', `remount,${yes ? 'ro' : 'rw'}`, folder.path])
    },
    remove() {
      execFileSync('umount', ['-l', folder.path])
      folder.remove()
    },
  }
}

/** Whether the size of what a running process writes can be limited. */
export const LIMITS = spawnSync('prlimit', ['--version']).status === 0

/** A folder in which every write of a process can be made to fail, as on a disk that is broken. */
export function limitedFolder(): SmallDisk {
  const folder = temporaryFolder('limit')
  const limit = (pid: number | undefined, bytes: number | string) =>
    execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:`])
  return {
    path: folder.path,
    fill: pid => void limit(pid, 1),
    freeSpace: pid => void limit(pid, 'unlimited'),
    remove: folder.remove,
  }
}
