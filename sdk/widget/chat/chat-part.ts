import { Chat } from './chat.ts'
import type { ChatHost, ChatSettings } from './chat-host.ts'

// What a login or a closed bubble does without: client, stores and views, loaded by itself where somebody is about to chat

/** Begins the chat of one element. */
export const openChat = (host: ChatHost, settings: ChatSettings): Chat => new Chat(host, settings)
