/** Counts what Bun's own client receives. */
const began = performance.now()
let messages = 0
const socket = new WebSocket(process.argv[2])
socket.addEventListener('message', () => {
  messages++
})
socket.addEventListener('close', () => console.log(JSON.stringify({ messages, seconds: (performance.now() - began) / 1000 })))
