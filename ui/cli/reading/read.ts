import { readCpim } from './cpim.ts';
import { readMsrp } from './msrp.ts';
import { kindOf, type Reading } from './reading.ts';
import { readSdp } from './sdp.ts';
import { readSip } from './sip.ts';

/** Says what a text is and reads it as that. Never throws. */
export function read(bytes: Uint8Array): Reading {
  const kind = kindOf(bytes);
  switch (kind) {
    case 'sip-request':
    case 'sip-response':
      return readSip(bytes, kind);
    case 'msrp-request':
    case 'msrp-response':
      return readMsrp(bytes, kind);
    case 'sdp':
      return readSdp(bytes);
    case 'cpim':
      return readCpim(bytes);
    case 'unknown':
      return {
        kind,
        valid: false,
        errors: [
          {
            offset: 0,
            rule: 'SIP, MSRP, SDP or message/cpim',
            status: 400,
            text: 'the first line is none of these',
          },
        ],
      };
  }
}
