// What a header, a line of a session description or a timer is for, in a sentence, and where it is defined.
import { msrpMeanings } from './msrp.ts';
import { sdpMeanings } from './sdp.ts';
import { compactNames, sipMeanings } from './sip.ts';

/** The source, then the sentence. */
export type Meanings = Readonly<Record<string, readonly [source: string, says: string]>>;

export interface Meaning {
  readonly name: string;
  readonly source: string;
  readonly says: string;
}

/** Of a header by its name, compact or not, in any case; of an SDP line by `m=` or, for an attribute, `a=path`. */
export function meaningOf(part: 'sip' | 'msrp' | 'sdp', name: string): Meaning | undefined {
  if (part === 'sdp') return found(sdpMeanings, name);
  if (part === 'msrp') return found(msrpMeanings, name);
  const full = name.length === 1 ? (compactNames[name.toLowerCase()] ?? name) : name;
  return found(sipMeanings, full);
}

function found(meanings: Meanings, name: string): Meaning | undefined {
  const wanted = name.toLowerCase();
  const key = Object.keys(meanings).find((one) => one.toLowerCase() === wanted);
  const [source, says] = (key === undefined ? undefined : meanings[key]) ?? [];
  return key === undefined || source === undefined || says === undefined
    ? undefined
    : { name: key, source, says };
}

/** The meaning of a line of a message as it stands there; undefined where it is none that has one. */
export function meaningOfLine(line: string, part: 'head' | 'body', protocol: string): Meaning | undefined {
  const sdp = /^([a-z])=([\w-]*)/.exec(line);
  if (part === 'body' && sdp !== null) return meaningOf('sdp', sdp[1] === 'a' ? `a=${sdp[2]}` : `${sdp[1]}=`);
  const name = /^([A-Za-z][\w.-]*)\s*:/.exec(line)?.[1];
  if (name === undefined) return undefined;
  return meaningOf(protocol === 'msrp' ? 'msrp' : 'sip', name);
}
