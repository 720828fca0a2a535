import websocket from 'websocket'

/** Counts what the client of the package `websocket` receives. */
const client = new websocket.client({ maxReceivedFrameSize: 2 ** 30, maxReceivedMessageSize: 2 ** 30 })
const began = performance.now()
client.on('connect', (connection) => {
  let messages = 0
  connection.on('message', () => {
    messages++
  })
  connection.on('close', () => console.log(JSON.stringify({ messages, seconds: (performance.now() - began) / 1000 })))
})
client.connect(process.argv[2])
