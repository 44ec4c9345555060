// 3GPP TS 26.141, which the change request's 6.5.3.1 recommends for the media of a push: its kinds of media as named sets of media types.
//
// Both TS 26.141 and TS 26.140, from which it takes them over, name codecs and file formats; the media types are those that IANA has registered for
// these, each with its registration below. README.md says which line comes from which text. A scenario that knows better names the types themselves
// (`accept-types`), beside a set or without.

/** By kind, in the order of the clauses of TS 26.140. */
export const ts26141 = {
  /** §4.1 plain text, in any charset with a subset of Unicode: `text/plain` (RFC 2046 §4.1.3). */
  text: ['text/plain'],
  /** §4.2 AMR for narrow-band, AMR-WB for wide-band speech, each in its own file format (RFC 4867 §8). */
  speech: ['audio/amr', 'audio/amr-wb'],
  /** §4.3 Enhanced aacPlus and Extended AMR-WB: in 3GP (RFC 3839) and MP4 (RFC 4337) files, the latter by itself too (RFC 4352). */
  audio: ['audio/3gpp', 'audio/mp4', 'audio/amr-wb+'],
  /** §4.4 Scalable Polyphony MIDI, registered with IANA by its makers, Mobile XMF (RFC 4723), Mobile DLS (RFC 4613). */
  'synthetic-audio': ['audio/sp-midi', 'audio/mobile-xmf', 'audio/dls'],
  /** §4.5 JPEG with JFIF (RFC 2046 §4.2). */
  image: ['image/jpeg'],
  /** §4.6 GIF87a and GIF89a (RFC 2046 §4.2), and PNG, registered with IANA by the W3C. */
  bitmap: ['image/gif', 'image/png'],
  /** §4.7 H.263, MPEG-4 and H.264 in 3GP (RFC 3839) and MP4 (RFC 4337) files; timed text travels in them. */
  video: ['video/3gpp', 'video/mp4'],
  /** §4.8 SVG Tiny, registered with IANA by the W3C. */
  vector: ['image/svg+xml'],
  /** TS 26.141 §6: the 3GPP SMIL Language Profile, by its new name and its old one (RFC 4536), and XHTML Mobile Profile (RFC 3236). */
  scene: ['application/smil+xml', 'application/smil', 'application/xhtml+xml'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Every name that stands for a set: `ts-26.141` for all of it, `ts-26.141:image` for one kind. */
export const mediaSets: ReadonlyMap<string, readonly string[]> = new Map([
  ['ts-26.141', Object.values(ts26141).flat()],
  ...Object.entries(ts26141).map(([kind, types]): [string, readonly string[]] => [
    `ts-26.141:${kind}`,
    types,
  ]),
]);
