import type { Meanings } from './meaning.ts';

/** Lines of a session description; attributes by their name. */
export const sdpMeanings: Meanings = {
  'v=': ['RFC 4566 §5.1', 'The version of SDP: always 0.'],
  'o=': [
    'RFC 4566 §5.2',
    'Who made the description, with its id and its version: the version grows by one whenever the description changes (RFC 3264 §8).',
  ],
  's=': ['RFC 4566 §5.3', 'The session’s name; a dash where it has none.'],
  'i=': ['RFC 4566 §5.4', 'What the session or the media line is about, for people.'],
  'u=': ['RFC 4566 §5.5', 'Where more is said about the session.'],
  'e=': ['RFC 4566 §5.6', 'The e-mail address of who is responsible.'],
  'p=': ['RFC 4566 §5.6', 'The phone number of who is responsible.'],
  'c=': [
    'RFC 4566 §5.7',
    'The address to which media goes. For MSRP the path says it; this line stays for old readers.',
  ],
  'b=': ['RFC 4566 §5.8', 'How much bandwidth is wanted.'],
  't=': ['RFC 4566 §5.9', 'When the session begins and ends; 0 0 for now, without an end.'],
  'r=': ['RFC 4566 §5.10', 'When the session is held again.'],
  'z=': ['RFC 4566 §5.11', 'Changes of daylight saving time while it is held.'],
  'k=': ['RFC 4566 §5.12', 'A key; no longer used.'],
  'm=': [
    'RFC 4566 §5.14',
    'One stream of media: its kind, its port, its protocol. Port 0 declines or closes it.',
  ],
  'a=accept-types': [
    'RFC 4975 §8.6',
    'The types of content that its sender takes in this session; * takes any.',
  ],
  'a=accept-wrapped-types': [
    'RFC 4975 §8.6',
    'Types that are taken only inside of another, such as message/cpim.',
  ],
  'a=max-size': ['RFC 4975 §8.6', 'The largest message that its sender wants, in octets.'],
  'a=path': ['RFC 4975 §8.1', 'The MSRP URIs by which its sender is reached: where SENDs go.'],
  'a=setup': [
    'RFC 4145 §4',
    'Who opens the TCP connection: active opens it, passive waits, actpass leaves it to the other side.',
  ],
  'a=connection': ['RFC 4145 §5', 'Whether a new connection is made or the one that stands is kept.'],
  'a=msrp-cema': ['RFC 6714 §4', 'The m= line, not the path, says where to connect.'],
  'a=sendonly': ['RFC 3264 §5.1', 'Its sender will send and take nothing.'],
  'a=recvonly': ['RFC 3264 §5.1', 'Its sender will take and send nothing.'],
  'a=sendrecv': ['RFC 3264 §5.1', 'Both sides send and receive.'],
  'a=inactive': ['RFC 3264 §5.1', 'Nobody sends for now.'],
  'a=file-selector': ['RFC 5547 §6', 'The file: its name, its type, its size and its hash.'],
  'a=file-transfer-id': [
    'RFC 5547 §6',
    'The name of this transfer: the same in each further offer, new for another file.',
  ],
  'a=file-disposition': [
    'RFC 5547 §6',
    'What to do with the file: show it (render) or keep it (attachment).',
  ],
  'a=file-date': ['RFC 5547 §6', 'When the file was made, changed or read.'],
  'a=file-icon': [
    'RFC 5547 §6',
    'A small picture of the file: the cid of a body part beside this description.',
  ],
  'a=file-range': ['RFC 5547 §6', 'Which octets of the file are to go.'],
  'a=disposition': ['the change request, 6.5.2.1', 'The document’s own word for file-disposition.'],
  'a=label': ['RFC 4574 §4', 'A name for this media line.'],
  'a=mid': ['RFC 5888 §4', 'A name for this media line within the description.'],
  'a=group': ['RFC 5888 §5', 'Media lines that belong together.'],
  'a=rtpmap': ['RFC 4566 §6', 'The codec that a payload number stands for.'],
  'a=fmtp': ['RFC 4566 §6', 'Parameters of a codec.'],
  'a=lang': ['RFC 4566 §6', 'The language of the media.'],
  'a=charset': ['RFC 4566 §6', 'The character set of names and texts.'],
};
