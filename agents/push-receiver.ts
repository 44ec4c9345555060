// The change request, 6.5.1: the Push Receiver Agent.
import type { Json } from '../sim/trace/records.ts';
import { IncomingPush } from './incoming-push.ts';
import type { Invitation } from './invitation.ts';
import { MsrpHost } from './msrp-host.ts';
import { Pull, type PullPlan } from './pull.ts';
import { type AgentOptions, misbehaving } from './push-options.ts';
import type { FilePart } from './received-content.ts';
import { type ReceiverPolicy, refusals } from './receiver-policy.ts';
import { Registration } from './registration.ts';
import { UserAgent } from './user-agent.ts';

const msrpPort = 8888;

export class PushReceiver {
  readonly options: AgentOptions;
  readonly policy: ReceiverPolicy;
  readonly ua: UserAgent;
  readonly msrp: MsrpHost;
  /** SHA-1 of each file that it has, in lower-case hexadecimal. */
  readonly #files = new Set<string>();
  /** The beginnings of those that it has not whole, likewise. */
  readonly #parts = new Map<string, FilePart>();
  #registration: Registration | undefined;
  #invitations = 0;
  #pulls = 0;
  /** What came last, of either kind. */
  #latest: Invitation | Pull | undefined;
  #latestInvitation: Invitation | undefined;
  #latestPull: Pull | undefined;

  constructor(options: AgentOptions, policy: ReceiverPolicy) {
    this.options = options;
    this.policy = options.misbehaviour?.policy?.(policy) ?? policy;
    this.ua = new UserAgent({
      ...options,
      ...misbehaving(options),
      // MSRP's `*` is no media-range of an Accept (RFC 3261 §20.1), and takes no body of every type in a SIP message.
      bodies: policy.acceptTypes.filter((type) => type !== '*'),
      invited: (call) => {
        this.#invitations += 1;
        const push = new IncomingPush(this, call, this.#invitations);
        this.#latestInvitation = push.invitation;
        this.#latest = push.invitation;
        return push;
      },
    });
    const token = (name: string, length: number) => this.ua.token(name, length);
    this.msrp = new MsrpHost(options.host, options.runner, msrpPort, token, options.misbehaviour?.msrp);
  }

  register(registrar: string, expiresS: number, contact: string): void {
    this.#registration ??= new Registration(this.ua, { registrar, expiresS, contact });
    this.#registration.register({ expiresS, contact });
  }

  unregister(): void {
    this.#registration?.unregister();
  }

  /** What the user says to the latest invitation. */
  answer(decision: 'accept' | keyof typeof refusals): void {
    if (decision === 'accept') this.#latestInvitation?.accept();
    else this.#latestInvitation?.refuse(refusals[decision]);
  }

  /** It has this file from now on. */
  remember(sha1: string): void {
    this.#files.add(sha1.toLowerCase());
    this.#parts.delete(sha1.toLowerCase());
  }

  /** It has this much of a file from now on, unless it has more of it already. */
  keepPart(sha1: string, part: FilePart): void {
    const known = this.partOf(sha1);
    if (known === undefined || known.bytes < part.bytes) this.#parts.set(sha1.toLowerCase(), part);
  }

  forgetPart(sha1: string | undefined): void {
    if (sha1 !== undefined) this.#parts.delete(sha1.toLowerCase());
  }

  partOf(sha1: string | undefined): FilePart | undefined {
    return sha1 === undefined ? undefined : this.#parts.get(sha1.toLowerCase());
  }

  knows(sha1: string): boolean {
    return this.#files.has(sha1.toLowerCase());
  }

  pull(plan: PullPlan): Pull {
    this.#pulls += 1;
    const pull = new Pull(this, plan, this.#pulls);
    this.#latestPull = pull;
    this.#latest = pull;
    pull.begin();
    return pull;
  }

  /** Asks again for what this pull, or the latest, did not bring whole; nothing where nothing is left (RFC 5547 §8.1). */
  resume(pull = this.#latestPull): Pull | undefined {
    const files = pull?.unfinished ?? [];
    return pull === undefined || files.length === 0 ? undefined : this.pull({ to: pull.to, files });
  }

  /** What `release` and `abort` are about when they name nothing. */
  get latest(): Invitation | Pull | undefined {
    return this.#latest;
  }

  store(what: string, value: Json): void {
    if (this.options.misbehaviour?.forgets?.includes(what)) return;
    this.ua.host.trace.record({ type: 'store', node: this.ua.host.name, what, value });
  }
}
