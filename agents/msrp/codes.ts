// RFC 4975 §10, RFC 4976 §10.3, RFC 7701, and the registry of MSRP parameters: what a status means to the sender of a request.

/** The comments that we write behind a status. */
const COMMENTS: Readonly<Record<number, string>> = {
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  408: 'Request Timeout',
  413: 'Stop Sending',
  415: 'Unsupported Media Type',
  423: 'Parameter Out of Bounds',
  424: 'Malformed Nickname',
  425: 'Nickname Reserved',
  428: 'Private Messages Not Supported',
  481: 'No Such Session',
  501: 'Unknown Method',
  506: 'Session Bound Elsewhere',
};

export function commentFor(status: number): string {
  return COMMENTS[status] ?? 'Unknown';
}

/**
 * What a sender does on a status, from a response or from a REPORT in namespace 000 (§7.3.2: "in exactly the same way").
 * `accepted` · `stop message`: no further chunk with this Message-ID · `stop type`: besides, nothing more of that type in this session ·
 * `timeout`: "in the same manner as … a local timeout" · `end session`.
 */
export type Reaction = 'accepted' | 'stop message' | 'stop type' | 'timeout' | 'end session';

export function reactionTo(status: number): Reaction {
  if (status >= 200 && status < 300) return 'accepted';
  switch (status) {
    case 408:
      return 'timeout';
    case 415:
      return 'stop type';
    case 481:
    case 506:
      return 'end session';
    default:
      return 'stop message';
  }
}
