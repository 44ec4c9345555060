// RFC 3261 §19.1: all that is known about URIs.
export { escapeUser, unescaped as unescape } from './escapes.ts';
export {
  formatUri,
  isSip,
  isTel,
  type OtherUri,
  parseUri,
  type SipUri,
  type TelUri,
  type Uri,
} from './parse-uri.ts';
export { canonicalAor, sameUri } from './same-uri.ts';
