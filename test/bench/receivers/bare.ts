import { once } from 'node:events'
import WebSocket from 'ws'
import { answerReceives } from './receiving.ts'

/** The reference: a bare `ws` client that counts and keeps nothing. */
answerReceives(async (url) => {
  const socket = new WebSocket(url)
  let messages = 0
  socket.on('message', () => {
    messages++
  })
  await once(socket, 'close')
  return { messages }
})
