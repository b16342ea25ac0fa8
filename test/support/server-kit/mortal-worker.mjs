// The built thread of the store, which ends when it is told to: at once, or between a commit and its answer.
import { BroadcastChannel, parentPort } from 'node:worker_threads'
import '../../../server/dist/sqlite-worker.js'

const orders = new BroadcastChannel('chat-store-orders')
const post = parentPort.postMessage.bind(parentPort)
let silent = false
orders.unref()
orders.onmessage = ({ data }) => {
  if (data === 'die') process.exit(1)
  if (data === 'die after a commit') silent = true
  orders.postMessage('heard')
}
parentPort.postMessage = answer => {
  if (silent && Array.isArray(answer.value)) process.exit(1)
  post(answer)
}
