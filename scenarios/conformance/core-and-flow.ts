import { type Requirement, row } from './requirement.ts';

const otherMethods = { beyond: 'the lab pushes by INVITE and MSRP alone yet' } as const;

/** The user plane in general, the core and the sample flow: 2, 5, 6.5.3 and A.6 of the document. */
export const coreAndFlowRows: readonly Requirement[] = [
  row('UP-01', 'statement', 'session', '6.5.3.1', 'The MSRP session is what SDP offer and answer agreed on', {
    rfc: 'RFC 4975 §8',
  }),
  row('UP-02', 'recommended', 'session', '6.5.3.1', 'The media are those of TS 26.141', {
    rfc: 'RFC 4975 §8.6',
  }),
  row('CORE-01', 'flow', 'core', 'A.1', 'Users register, and the INVITE goes where a registration says', {
    rfc: 'RFC 3261 §10.3, §16.5',
  }),
  row('CORE-02', 'flow', 'core', 'A.1', 'Accept-Contact chooses among the bindings', {
    rfc: 'RFC 3841 §7.2',
  }),
  row('CORE-03', 'flow', 'core', 'A.1', '200, ACK, BYE and its 200 are forwarded', { rfc: 'RFC 3261 §16' }),
  row('CORE-04', 'flow', 'core', '5', 'The core is a proxy as SIP has it', { rfc: 'RFC 3261 §16' }),
  row(
    'CORE-05',
    'statement',
    'core',
    '2.1',
    'P-Asserted-Identity stays inside the trust domain where privacy is asked for',
    {
      rfc: 'RFC 3325 §5, §7',
    },
  ),
  row('CORE-06', 'statement', 'core', '5', 'Push to a large community, by who is trusted, to whom it suits', {
    rfc: 'RFC 3325 §5, RFC 3841 §7.2.4',
  }),
  row(
    'CORE-07',
    'statement',
    'core',
    '5',
    'The same push by MESSAGE, SUBSCRIBE/NOTIFY or content indirection',
    otherMethods,
  ),
  row('CORE-07a', 'MAY', 'core', '5', 'A 200 to NOTIFY counts as delivered', otherMethods),
  row('FLOW-01', 'flow', 'session', 'A.1, figure 1', 'The ten messages of the figure, in its order', {
    rfc: 'RFC 3261 §13, RFC 4975 §4',
  }),
  row(
    'FLOW-02',
    'flow',
    'session',
    'A.1, note',
    'Several messages over one session; with file attributes one a line',
    {
      rfc: 'RFC 4975 §5.1, RFC 5547 §8.7',
    },
  ),
  row('FLOW-03', 'flow', 'session', 'A.1', 'Chunks follow one another without waiting, in their order', {
    rfc: 'RFC 4975 §7.1.1',
  }),
  row('FLOW-04', 'flow', 'session', 'A.1', 'One m= line a file; port 0 refuses one', {
    rfc: 'RFC 5547 §8.3',
  }),
  row('FLOW-05', 'flow', 'session', 'A.1', 'A preview icon travels as a part of the INVITE’s body', {
    rfc: 'RFC 5547 §6, RFC 2387',
  }),
  row(
    'FLOW-06',
    'flow',
    'session',
    'A.1',
    'The receiver knows by the hash that it has the file already, and can decide on it',
    {
      rfc: 'RFC 5547 §6, §8.3.1',
    },
  ),
  row('FLOW-07', 'flow', 'session', '5', 'One session carries one large message or several, whole', {
    rfc: 'RFC 4975 §5.1',
  }),
];
