// RFC 3261 §19.1: all that is known about URIs.
export { escapeUser, unescaped as unescape } from './escapes.ts';
export {
  formatUri,
  isSip,
  isTel,
  type OtherUri,
  parseUri,
  type SipUri,
  sipUri,
  type TelUri,
  type Uri,
  type UriHeader,
} from './parse-uri.ts';
export { canonicalAor, sameSipUri, sameUri } from './same-uri.ts';
