import { needsIms, type Requirement, row } from './requirement.ts';

const inResponses = 'RFC 3841 §9.2: Accept-Contact stands in requests, never in a response';

/** The Push Receiver Agent: 6.5.1 and 6.5.3.2.1 of the document. */
export const receiverRows: readonly Requirement[] = [
  row(
    'PRA-INV-01',
    'SHALL',
    'PRA',
    '6.5.1.1 step 1',
    'No accept-types that it supports: 488; one line of several: port 0',
    {
      rfc: 'RFC 3264 §6, RFC 4975 §8.6',
    },
  ),
  row('PRA-INV-02', 'MAY', 'PRA', '6.5.1.1 step 2', 'It may say no with a fitting code', {
    rfc: 'RFC 3261 §21.4, §21.6.2',
  }),
  row(
    'PRA-INV-03',
    'SHALL',
    'PRA',
    '6.5.1.1 step 4',
    'The Session Identity, the INVITE’s Contact, is stored',
    {
      rfc: 'RFC 4579 §5.1',
    },
  ),
  row('PRA-INV-04', 'SHALL', 'PRA', '6.5.1.1 step 5', 'An application named in Accept-Contact is stored', {
    rfc: 'RFC 3841 §9.2',
  }),
  row(
    'PRA-INV-05',
    'SHALL',
    'PRA',
    '6.5.1.1 step 6',
    'Which of the offered files are wanted decides the answer’s ports',
    {
      rfc: 'RFC 5547 §8.3',
    },
  ),
  row('PRA-INV-06', 'SHALL', 'PRA', '6.5.1.1', 'The 200 carries an SDP answer that fits the offer', {
    rfc: 'RFC 3264 §6',
  }),
  row('PRA-INV-06a', 'SHALL', 'PRA', '6.5.1.1 step a', 'The answer is recvonly', {
    rfc: 'RFC 3264 §6.1, RFC 5547 §8.3.1',
  }),
  row(
    'PRA-INV-06b',
    'MAY',
    'PRA',
    '6.5.1.1 step b',
    'max-size tells the largest message; the sender stays below it',
    {
      rfc: 'RFC 4975 §8.6, RFC 5547 §8.7',
    },
  ),
  row(
    'PRA-INV-06c',
    'SHALL',
    'PRA',
    '6.5.1.1 step c',
    'The 200 has Accept-Contact with the communication service',
    {
      conflict: inResponses,
    },
  ),
  row('PRA-INV-06d', 'MAY', 'PRA', '6.5.1.1 step c', 'require and explicit stand on it', {
    conflict: inResponses,
  }),
  row('PRA-INV-07', 'SHALL', 'PRA', '6.5.1.1', 'The 200 goes back through the core', {
    rfc: 'RFC 3261 §18.2.2',
  }),
  row('PRA-INV-08', 'SHALL', 'PRA', '6.5.1.1', 'The 200 requires timer', { rfc: 'RFC 4028 §9' }),
  row('PRA-INV-09', 'SHALL', 'PRA', '6.5.1.1', 'The 200 has Session-Expires, and the session timer starts', {
    rfc: 'RFC 4028 §9, §10',
  }),
  row('PRA-INV-10', 'SHOULD', 'PRA', '6.5.1.1', 'The 200 has Allow', { rfc: 'RFC 3261 §13.3.1.4' }),
  row('PRA-INV-11', 'SHALL', 'PRA', '6.5.1.1', 'The receiver is ready for SEND before its 200 leaves', {
    rfc: 'RFC 4975 §5.4',
  }),
  row('PRA-INV-12', 'SHALL', 'PRA', '6.5.1.1', 'In an IMS the sessions are set up as 3GPP says', needsIms),
  row('PRA-REL-01', 'SHALL', 'PRA', '6.5.1.2 step 1', 'A BYE is answered by 200', {
    rfc: 'RFC 3261 §15.1.2',
  }),
  row('PRA-REL-02', 'SHALL', 'PRA', '6.5.1.2 step 2', 'That 200 goes back through the core', {
    rfc: 'RFC 3261 §18.2.2',
  }),
  row('PRA-REL-03', 'SHALL', 'PRA', '6.5.1.2 step 3', 'The user plane of the session is released', {
    rfc: 'RFC 4975 §5.4',
  }),
  row('PRA-REL-04', 'SHALL', 'PRA', '6.5.1.2', 'In an IMS the release goes as 3GPP says', needsIms),
  row('PRA-UP-01', 'SHALL', 'PRA', '6.5.3.2.1', 'It looks whether a message asks for a delivery report', {
    rfc: 'RFC 4975 §7.1.3',
  }),
  row('PRA-UP-01a', 'SHALL', 'PRA', '6.5.3.2.1', 'If so, REPORTs cover all of it', {
    rfc: 'RFC 4975 §7.1.3',
  }),
  row('PRA-UP-02', 'flow', 'PRA', 'A.1', 'Each SEND is answered, unless Failure-Report says otherwise', {
    rfc: 'RFC 4975 §7.1.4, §7.2',
  }),
];
