// What finds out which features are wanted, and loads them: nobody waits for it, so it comes behind the first messages

export { chatFeatures } from './chat-features.ts'
