// The change request, 6.5.2: the Push Sender Agent.
import type { Json } from '../sim/trace/records.ts';
import type { IncomingCall } from './incoming-call.ts';
import { IncomingPull } from './incoming-pull.ts';
import { MsrpHost } from './msrp-host.ts';
import { Push } from './push.ts';
import { type AgentOptions, misbehaving, type PushPlan } from './push-options.ts';
import { Registration } from './registration.ts';
import type { Shelf } from './shelf.ts';
import { UserAgent } from './user-agent.ts';

const msrpPort = 7654;

/** A push sender on a host: what a scenario's acts speak to. */
export class PushSender {
  readonly options: AgentOptions;
  readonly ua: UserAgent;
  readonly msrp: MsrpHost;
  #registration: Registration | undefined;
  #pushes = 0;
  #requests = 0;
  #latest: Push | IncomingPull | undefined;
  #latestPush: Push | undefined;

  /** `shelf`: what it gives to those who ask; without files on it, it takes no calls. */
  constructor(options: AgentOptions, shelf?: Shelf) {
    this.options = options;
    this.ua = new UserAgent({
      ...options,
      ...misbehaving(options),
      ...(shelf !== undefined &&
        shelf.files.length > 0 && { invited: (call: IncomingCall) => this.#asked(call, shelf) }),
    });
    const token = (name: string, length: number) => this.ua.token(name, length);
    this.msrp = new MsrpHost(options.host, options.runner, msrpPort, token, options.misbehaviour?.msrp);
  }

  push(plan: PushPlan): Push {
    this.#pushes += 1;
    const push = new Push(this, this.options.misbehaviour?.plan?.(plan) ?? plan, this.#pushes);
    this.#latestPush = push;
    this.#latest = push;
    push.begin();
    return push;
  }

  /**
   * A new push of what this one, or the latest, could not bring whole, from the first octet on that was not confirmed (RFC 5547 §8.1); none
   * where nothing is left.
   */
  resume(push = this.#latestPush): Push | undefined {
    const files = push?.unfinished ?? [];
    return push === undefined || files.length === 0 ? undefined : this.push({ ...push.plan, files });
  }

  /** What `cancel`, `release` and `abort` are about when they name nothing. */
  get latest(): Push | IncomingPull | undefined {
    return this.#latest;
  }

  #asked(call: IncomingCall, shelf: Shelf): IncomingPull {
    this.#requests += 1;
    const pull = new IncomingPull(this, call, shelf, this.#requests);
    this.#latest = pull;
    return pull;
  }

  register(registrar: string, expiresS: number, contact: string): void {
    this.#registration ??= new Registration(this.ua, { registrar, expiresS, contact });
    this.#registration.register({ expiresS, contact });
  }

  unregister(): void {
    this.#registration?.unregister();
  }

  store(what: string, value: Json): void {
    if (this.options.misbehaviour?.forgets?.includes(what)) return;
    this.ua.host.trace.record({ type: 'store', node: this.ua.host.name, what, value });
  }
}
