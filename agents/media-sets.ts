// 3GPP TS 26.141, which the change request's 6.5.3.1 recommends for the media of a push: its kinds of media as named sets of media types.
// TS 26.141 names codecs and file formats, kind by kind as TS 26.140 §4 does; the media types are those that IANA has registered for them. Its text
// was not at hand when this was written: the kinds are those of TS 26.140 as they are commonly told, and which codecs TS 26.141 adds to them or
// leaves out has yet to be checked against it. A scenario that knows better names the types themselves (`accept-types`), beside a set or without.

/** By kind, in the order of the clauses of TS 26.140. */
export const ts26141 = {
  /** §4.1 plain text, in any subset of Unicode. */
  text: ['text/plain'],
  /** §4.2 AMR and AMR-WB (RFC 4867). */
  speech: ['audio/amr', 'audio/amr-wb'],
  /** §4.3 Enhanced aacPlus and Extended AMR-WB, in 3GP files (RFC 3839, RFC 4352). */
  audio: ['audio/3gpp', 'audio/mp4', 'audio/amr-wb+'],
  /** §4.4 Scalable Polyphony MIDI and Mobile XMF (RFC 4723). */
  'synthetic-audio': ['audio/sp-midi', 'audio/mobile-xmf'],
  /** §4.5 JPEG with JFIF. */
  image: ['image/jpeg'],
  /** §4.6 GIF87a, GIF89a and PNG. */
  bitmap: ['image/gif', 'image/png'],
  /** §4.7 H.263, MPEG-4 and H.264 in 3GP files (RFC 3839); timed text (§4.11) travels in them. */
  video: ['video/3gpp', 'video/mp4'],
  /** §4.8 SVG Tiny. */
  vector: ['image/svg+xml'],
  /** §4.12 the scene that holds the others together: SMIL (RFC 4536) and XHTML (RFC 3236). */
  scene: ['application/smil+xml', 'application/xhtml+xml'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Every name that stands for a set: `ts-26.141` for all of it, `ts-26.141:image` for one kind. */
export const mediaSets: ReadonlyMap<string, readonly string[]> = new Map([
  ['ts-26.141', Object.values(ts26141).flat()],
  ...Object.entries(ts26141).map(([kind, types]): [string, readonly string[]] => [
    `ts-26.141:${kind}`,
    types,
  ]),
]);
