import { needsIms, type Requirement, row } from './requirement.ts';

/** The Push Sender Agent: 6.5, 6.5.2 and 6.5.3.3 of the document. */
export const senderRows: readonly Requirement[] = [
  row(
    'PSA-EST-00',
    'SHALL',
    'PSA',
    '6.5',
    'Large content without content indirection goes over an MSRP session',
    {
      rfc: 'RFC 3428 §8',
    },
  ),
  row('PSA-EST-00a', 'SHALL', 'PSA', '6.5', 'Once all is delivered the sender closes the session by itself', {
    rfc: 'RFC 5547 §8.7',
  }),
  row('PSA-EST-01', 'SHALL', 'PSA', '6.5.2.1 step 1', 'The first request is an INVITE as SIP wants it', {
    rfc: 'RFC 3261 §8.1.1, §13.2.1',
  }),
  row('PSA-EST-02', 'SHALL', 'PSA', '6.5.2.1 step 2', 'Accept-Contact names the communication service', {
    rfc: 'RFC 3841 §9.2',
  }),
  row('PSA-EST-02a', 'MAY', 'PSA', '6.5.2.1 step 2', 'require and explicit stand on it', {
    rfc: 'RFC 3841 §9.2',
  }),
  row('PSA-EST-03', 'MAY', 'PSA', '6.5.2.1 step 3', 'A further Accept-Contact names the application (IARI)', {
    rfc: 'RFC 3841 §9.2',
  }),
  row('PSA-EST-04', 'SHOULD', 'PSA', '6.5.2.1 step 4', 'Allow lists all methods that the sender supports', {
    rfc: 'RFC 3261 §13.2.1',
  }),
  row('PSA-EST-05', 'SHALL', 'PSA', '6.5.2.1 step 5', 'Supported has the option tag timer', {
    rfc: 'RFC 4028 §7.1',
  }),
  row('PSA-EST-06', 'SHOULD', 'PSA', '6.5.2.1 step 6', 'Session-Expires asks for refresher=uac', {
    rfc: 'RFC 4028 §7.1',
  }),
  row(
    'PSA-EST-07',
    'SHALL',
    'PSA',
    '6.5.2.1 step 7',
    'The Request-URI is the receiver, before and after the core retargets it',
    {
      rfc: 'RFC 3261 §8.1.1.1, §16.5',
    },
  ),
  row('PSA-EST-08', 'SHALL', 'PSA', '6.5.2.1 step 8', 'The INVITE carries an SDP offer for MSRP', {
    rfc: 'RFC 3264 §5, RFC 4975 §8',
  }),
  row('PSA-EST-08a', 'SHALL', 'PSA', '6.5.2.1 step 8a', 'Each MSRP line of the offer is sendonly', {
    rfc: 'RFC 5547 §8.2.1',
  }),
  row('PSA-EST-08b', 'MAY', 'PSA', '6.5.2.1 step 8b', 'File attributes describe what will be sent', {
    rfc: 'RFC 5547 §6, §8.2.1',
  }),
  row('PSA-EST-08c', 'SHALL', 'PSA', '6.5.2.1 step 8c', 'Several files have one m= line each', {
    rfc: 'RFC 5547 §8.2.3',
  }),
  row('PSA-EST-09', 'SHALL', 'PSA', '6.5.2.1 step 9', 'The INVITE goes to the receiver through the core', {
    rfc: 'RFC 3261 §8.1.2',
  }),
  row('PSA-EST-10', 'SHALL', 'PSA', '6.5.2.1', 'In an IMS the sessions are set up as 3GPP says', needsIms),
  row('PSA-OK-01', 'SHALL', 'PSA', '6.5.2.1', 'The methods of the 200’s Allow are stored', {
    rfc: 'RFC 3261 §20.5',
  }),
  row('PSA-OK-02', 'SHALL', 'PSA', '6.5.2.1', 'The Session Identity, the 200’s Contact, is stored', {
    rfc: 'RFC 4579 §5.1, RFC 3261 §12.1.2',
  }),
  row('PSA-OK-03', 'SHALL', 'PSA', '6.5.2.1', 'The session timer starts with the Session-Expires that came', {
    rfc: 'RFC 4028 §7.2, §10',
  }),
  row(
    'PSA-OK-04',
    'SHALL',
    'PSA',
    '6.5.2.1',
    'The sender turns to the user plane: SEND to the answerer’s path',
    {
      rfc: 'RFC 4975 §5.4',
    },
  ),
  row(
    'PSA-OK-05',
    'SHALL',
    'PSA',
    '6.5.2.1',
    'After the last 200 of a file its medium is closed: port 0, or the session’s end',
    {
      rfc: 'RFC 5547 §8.7, RFC 3264 §8.2',
    },
  ),
  row('PSA-CAN-01', 'SHALL', 'PSA', '6.5.2.2', 'Without a final response, giving up is a CANCEL', {
    rfc: 'RFC 3261 §9.1',
  }),
  row(
    'PSA-CAN-02',
    'SHALL',
    'PSA',
    '6.5.2.2',
    'A 200 that crosses the CANCEL is acknowledged and ended by BYE',
    {
      rfc: 'RFC 3261 §13.2.2.4, §15',
    },
  ),
  row('PSA-CAN-03', 'SHALL', 'PSA', '6.5.2.2', 'In an IMS the cancelling goes as 3GPP says', needsIms),
  row(
    'PSA-REL-01',
    'SHALL',
    'PSA',
    '6.5.2.3 step 1',
    'One file, or the last medium left: a BYE ends the session',
    {
      rfc: 'RFC 3261 §15.1.1',
    },
  ),
  row('PSA-REL-02', 'SHALL', 'PSA', '6.5.2.3 step 2', 'The BYE’s Request-URI is the Session Identity', {
    rfc: 'RFC 3261 §12.2.1.1',
  }),
  row('PSA-REL-03', 'SHALL', 'PSA', '6.5.2.3 step 3', 'The BYE goes through the core: by the route set', {
    rfc: 'RFC 3261 §12.2.1.1',
  }),
  row(
    'PSA-REL-04',
    'SHALL',
    'PSA',
    '6.5.2.3',
    'Where other media remain, a re-INVITE puts the port of a carried file to 0',
    {
      rfc: 'RFC 3264 §8.2',
    },
  ),
  row('PSA-REL-05', 'SHALL', 'PSA', '6.5.2.3', 'It does so for all files that were carried', {
    rfc: 'RFC 3264 §8.2',
  }),
  row('PSA-REL-06', 'SHALL', 'PSA', '6.5.2.3', 'The 200 to the BYE releases the user plane', {
    rfc: 'RFC 3261 §15.1.1, RFC 4975 §5.4',
  }),
  row('PSA-REL-07', 'SHALL', 'PSA', '6.5.2.3', 'In an IMS the release goes as 3GPP says', needsIms),
  row('PSA-UP-01a', 'SHOULD', 'PSA', '6.5.3.3 step 1a', 'SEND has Content-Disposition', {
    rfc: 'RFC 2183 §2',
  }),
  row('PSA-UP-01b', 'SHALL', 'PSA', '6.5.3.3 step 1b', 'What must not be shown by itself is an attachment', {
    rfc: 'RFC 2183 §2.2, RFC 5547 §6',
  }),
  row('PSA-UP-02', 'MAY', 'PSA', '6.5.3.3 step 2', 'SEND has Content-Description', { rfc: 'RFC 2045 §8' }),
  row('PSA-UP-03', 'MAY', 'PSA', '6.5.3.3 step 3', 'Success-Report: yes asks for confirmation', {
    rfc: 'RFC 4975 §7.1.1',
  }),
  row(
    'PSA-UP-04',
    'SHOULD',
    'PSA',
    '6.5.3.3',
    'The session is closed after the last 200, or after the report that was asked for',
    {
      rfc: 'RFC 5547 §8.7',
    },
  ),
  row(
    'PSA-UP-05',
    'SHALL',
    'PSA',
    '6.5.3.3',
    'At an MSRP failure the sender looks whether failure reports were asked for, and ends',
    {
      rfc: 'RFC 4975 §7.1.1, §10',
    },
  ),
  row('PSA-UP-05a', 'SHALL', 'PSA', '6.5.3.3', 'If they were, it sends a REPORT of the failure', {
    rfc: 'RFC 4975 §7.1.2',
    conflict:
      'RFC 4975 §7.1.2: REPORT tells the sender of a message what became of it; the sender itself reports to nobody',
  }),
];
