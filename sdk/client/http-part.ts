// What is asked over HTTP: logins and logouts, and whether there is more than a guest's

export { httpCalls } from './http-calls.ts'
export { knownOffers } from './known-offers.ts'
