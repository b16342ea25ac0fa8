/** The chat screen: what a login or a closed bubble does without, loaded by itself when somebody is about to chat. */
export { cssText } from '../styles/chat-screen.css.ts'
export { createChat } from '../views/chat.ts'
export { ChatBehaviors } from './chat-behaviors.ts'
export { VERSION } from './version.ts'
