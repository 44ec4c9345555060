// The change request, 6.5.2: the Push Sender Agent.
import type { Json } from '../sim/trace/records.ts';
import { MsrpHost } from './msrp-host.ts';
import { Push } from './push.ts';
import { type AgentOptions, misbehaving, type PushPlan } from './push-options.ts';
import { Registration } from './registration.ts';
import { UserAgent } from './user-agent.ts';

const msrpPort = 7654;

/** A push sender on a host: what a scenario's acts speak to. */
export class PushSender {
  readonly options: AgentOptions;
  readonly ua: UserAgent;
  readonly msrp: MsrpHost;
  #registration: Registration | undefined;
  #pushes = 0;
  #latest: Push | undefined;

  constructor(options: AgentOptions) {
    this.options = options;
    this.ua = new UserAgent({ ...options, ...misbehaving(options) });
    const token = (name: string, length: number) => this.ua.token(name, length);
    this.msrp = new MsrpHost(options.host, options.runner, msrpPort, token, options.misbehaviour?.msrp);
  }

  push(plan: PushPlan): Push {
    this.#pushes += 1;
    const push = new Push(this, this.options.misbehaviour?.plan?.(plan) ?? plan, this.#pushes);
    this.#latest = push;
    push.begin();
    return push;
  }

  /** The push that `cancel`, `release` and `abort` are about when they name none. */
  get latest(): Push | undefined {
    return this.#latest;
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
