// RFC 3264 §5 and §8, RFC 5547 §8.2, RFC 4566 §5.2: what an offer gets wrong, by itself and against the one before it.
import { isBare } from './file-selector.ts';
import { formatSdp } from './format.ts';
import { checkMsrp, isMsrp, readMsrp } from './msrp-media.ts';
import { Problems, type SdpProblem } from './problems.ts';
import { meaningOf } from './transfer-id.ts';
import type { Dialect, MsrpMedia, Origin, Sdp } from './types.ts';

/** All problems of an offer; `previous` is the same side's last description in this session. */
export function checkOffer(offer: Sdp, previous?: Sdp, dialect: Dialect = 'rfc'): SdpProblem[] {
  return [
    ...checkOrigin(offer, previous),
    ...offer.media.flatMap((media, index) =>
      isMsrp(media)
        ? [
            ...checkMsrp(offer, index),
            ...checkStream(readMsrp(media, offer, dialect), media.port, index, dialect),
          ]
        : [],
    ),
    ...(previous === undefined ? [] : checkTransferIds(offer, previous, dialect)),
  ];
}

/** `o=` and the number of `m=` lines (RFC 3264 §8): the version counts up by one exactly if the description changes. */
export function checkOrigin(sdp: Sdp, previous?: Sdp): SdpProblem[] {
  const problems = new Problems();
  // §5: "The numeric value of the session id and version in the o line MUST be representable with a 64 bit signed integer."
  const version = signed64(sdp.origin.sessionVersion);
  const fits = version !== undefined && signed64(sdp.origin.sessionId) !== undefined;
  problems.when(!fits, 'RFC 3264 §5', 'session id and version fit 63 bits');
  if (version === undefined) return problems.found;
  if (previous === undefined) {
    problems.when(version >= 2n ** 62n - 1n, 'RFC 3264 §5', 'the first version is less than 2^62-1');
    return problems.found;
  }
  problems.when(
    sdp.media.length < previous.media.length,
    'RFC 3264 §8',
    'there are never fewer m= lines than before',
  );
  problems.when(
    !sameSession(sdp.origin, previous.origin),
    'RFC 3264 §8',
    'o= stays the same but for its version',
  );
  const changed = formatSdp({ ...sdp, origin: previous.origin }) !== formatSdp(previous);
  const before = signed64(previous.origin.sessionVersion) ?? 0n;
  problems.when(
    changed && version !== before + 1n,
    'RFC 3264 §8',
    'the version counts up by one when anything changes',
  );
  problems.when(!changed && version !== before, 'RFC 4975 §8.4', 'the version stays when nothing changes');
  return problems.found;
}

/** The number of these digits where it fits; peers send them as long as they like. */
function signed64(digits: string): bigint | undefined {
  const value = digits.length <= 19 ? BigInt(digits) : 2n ** 63n;
  return value < 2n ** 63n ? value : undefined;
}

function sameSession(one: Origin, other: Origin): boolean {
  const key = ({ username, sessionId, netType, addressType, address }: Origin) =>
    [username, sessionId, netType, addressType, address].join(' ');
  return key(one) === key(other);
}

function checkStream(msrp: MsrpMedia, port: number, index: number, dialect: Dialect): SdpProblem[] {
  const problems = new Problems(index);
  const { setup } = msrp;
  problems.when(
    port !== 0 && (setup === 'passive' || setup === 'holdconn'),
    setup === 'passive' ? 'RFC 6135 §4.2.2' : 'RFC 6135 §4.2.1',
    `setup:${setup} is not for an offer of MSRP`,
  );
  return [...problems.found, ...checkFile(msrp, port, index, dialect)];
}

/** The mandatory attributes of a file that is pushed (§8.2.1) or pulled (§8.2.2). */
function checkFile(
  { file, direction }: MsrpMedia,
  port: number,
  index: number,
  dialect: Dialect,
): SdpProblem[] {
  // §8.5: port 0 and a bare selector tell of a capability, and then nothing else has to be there.
  if (file === undefined || (port === 0 && isBare(file.selector))) return [];
  const problems = new Problems(index);
  const { name, type, size, hashes } = file.selector;
  const described = type !== undefined || size !== undefined || hashes.length > 0;
  problems.when(
    // A line that was declined has nothing left but what it is called.
    port !== 0 && direction !== 'sendonly' && direction !== 'recvonly',
    'RFC 5547 §8.2',
    'a file is offered sendonly or asked for recvonly',
  );
  problems.when(
    direction === 'sendonly' && !described,
    'RFC 5547 §8.2.1',
    'a pushed file has a type, a size or a hash',
  );
  problems.when(
    direction === 'recvonly' && !described && name === undefined,
    'RFC 5547 §8.2.2',
    'a pulled file has a selector',
  );
  problems.when(
    dialect === 'rfc' && file.transferId === undefined,
    'RFC 5547 §8.1',
    'a file has a file-transfer-id',
  );
  return problems.found;
}

function checkTransferIds(offer: Sdp, previous: Sdp, dialect: Dialect): SdpProblem[] {
  const used = transfersOf(previous, dialect);
  return offer.media.flatMap((media, index) => {
    const file = readMsrp(media, offer, dialect).file;
    if (file === undefined) return [];
    const named = { ...(file.transferId !== undefined && { id: file.transferId }), selector: file.selector };
    return meaningOf(used, { ...named, port: media.port }) === 'error'
      ? [{ rule: 'RFC 5547 §8.1', text: 'a used file-transfer-id names another file', media: index }]
      : [];
  });
}

/** The transfers that a description names. */
export function transfersOf(sdp: Sdp, dialect: Dialect = 'rfc') {
  return sdp.media.flatMap((media) => {
    const file = readMsrp(media, sdp, dialect).file;
    if (file === undefined) return [];
    return [{ ...(file.transferId !== undefined && { id: file.transferId }), selector: file.selector }];
  });
}
