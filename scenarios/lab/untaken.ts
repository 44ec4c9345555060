/** Transitions that no run of a shipped scenario takes, and why. */
export const untaken: Readonly<Record<string, string>> = {
  'pull: inviting > answered > releasing.declined':
    'a sender of the lab that has none of the files refuses the call (RFC 5547 §8.3.2, SHOULD); others may answer with every port 0',
  'pull: releasing.declined > dialogEnded > over':
    'no pull ends as declined, since no sender of the lab answers one with every port 0',
  'pushStream: offered > closed > closed':
    'media are released only after a 2xx, and by then the answer has accepted or declined each line',
  'msrpSession: awaiting > failed > failed':
    'who waits has no connection to lose: the SEND that gives it one binds it at once (RFC 4975 §5.4)',
  'dialog: confirmed.refresher.refreshing > refreshRefused > confirmed.refresher.unrefreshed':
    'no agent of the lab refuses a refresh of its own accord; test/core/sip/dialog-machine.test.ts does',
  'dialog: confirmed.refresher > sessionEnd > terminating':
    'a session ends under its refresher only where its refresh was refused, which no agent of the lab does; without an answer it is lost before',
  'inviteClient: completed > transport error > terminated':
    'by UDP nobody tells of an ACK that is lost, by TCP Timer D is 0 and Completed over at once',
  'inviteServer: accepted > ACK > (stays)':
    'the ACK of a 2xx has a branch of its own and matches no transaction; only a caller of RFC 2543 gives it the branch of its INVITE',
  'responseContext: forwarding > added > (stays)':
    'a second Contact in one REGISTER: an agent of the lab has one; test/core/proxy/targets.test.ts sends two',
  'nonInviteClient: pending.proceeding > 1xx > (stays)':
    'by TCP nothing is sent twice, and RFC 4320 allows a single provisional, the 100',
  'nonInviteServer: trying > 100 > proceeding':
    'the 100 comes by timer100; no user of the layer sends one itself',
  'nonInviteServer: proceeding > 100 > (stays)':
    'the 100 comes by timer100, once; no user of the layer sends one itself',
  'nonInviteServer: completed > 200-699 > (stays)':
    'agents answer once, and a proxy passes no second answer on (RFC 4320 §4.2)',
};
