// The change request, 6.5.1.1, 6.5.1.2 and 6.5.3.2.1: one invitation at the Push Receiver Agent, from the INVITE to the release.
import { contact, contentType, read } from '../core/sip/header-table.ts';
import { headerValues } from '../core/sip/headers.ts';
import type { HeaderField, SipRequest } from '../core/sip/message.ts';
import { bodyParts } from '../core/sip/mime.ts';
import type { Running } from '../core/sip/transaction-types.ts';
import { FileReception } from './file-reception.ts';
import type { IncomingCall, IncomingCallUser } from './incoming-call.ts';
import { anything } from './push-offer.ts';
import { type PushReceiverEffect, pushReceiverMachine } from './push-receiver.machine.ts';
import { type PushReceiver, refusals } from './push-receiver.ts';
import { makeAnswer } from './sdp/answer.ts';
import { type SdpWarning, unusable } from './sdp/examine.ts';
import { formatSdp } from './sdp/format.ts';
import { parseFormatEntry } from './sdp/format-list.ts';
import { parseSdp } from './sdp/parse.ts';
import type { FormatEntry, MsrpMedia, Sdp } from './sdp/types.ts';
import { answerOffer } from './session-timer.ts';

interface WantedStream {
  readonly localUri: string;
  readonly offered: MsrpMedia;
  readonly name: string;
  readonly number: number;
  reception: FileReception | undefined;
}

export class IncomingPush implements IncomingCallUser {
  readonly #agent: PushReceiver;
  readonly #call: IncomingCall;
  readonly #name: string;
  readonly #machine: Running<typeof pushReceiverMachine>;
  readonly #streams: WantedStream[] = [];
  #answer: Sdp | undefined;
  #refusalHeaders: readonly HeaderField[] = [];

  constructor(agent: PushReceiver, call: IncomingCall, n: number) {
    const { policy, ua } = agent;
    this.#agent = agent;
    this.#call = call;
    this.#name = `${ua.host.name}.invitation ${n}`;
    this.#machine = ua.runner.start(pushReceiverMachine, {
      machine: 'pushReceiver',
      id: `invitation ${n}`,
      input: {
        thinkUs: policy.thinkUs,
        rings: policy.ring,
        decides: policy.answer === 'silent' || policy.answer === 'manual' ? policy.answer : 'by itself',
      },
      perform: (effect) => this.#perform(effect),
    });
  }

  accept(): void {
    this.#machine.send({ type: 'accept' });
  }

  refuse(status: number): void {
    this.#machine.send({ type: 'refuse', status });
  }

  release(): void {
    this.#machine.send({ type: 'release' });
  }

  abort(): void {
    this.#machine.send({ type: 'abort' });
  }

  begin(): void {
    // What there is to examine is examined by the machine's own first effect.
  }

  cancelled(): void {
    this.#machine.send({ type: 'cancelled' });
  }

  acknowledged(): void {
    this.#machine.send({ type: 'acknowledged' });
  }

  ended(): void {
    this.#machine.send({ type: 'dialogEnded' });
  }

  #perform(effect: PushReceiverEffect): void {
    switch (effect.type) {
      case 'examine':
        return this.#examine();
      case 'ring':
        return this.#call.ring();
      case 'prepareMedia':
        for (const stream of this.#streams) stream.reception = this.#receive(stream);
        return;
      case 'answer':
        return this.#accept();
      case 'reject':
        return this.#call.reject(effect.status, this.#refusalHeaders);
      case 'bye':
        return this.#call.session?.bye();
      case 'abortFiles':
        for (const { reception } of this.#streams) reception?.refuse();
        return;
      case 'releaseMedia':
        for (const { reception } of this.#streams) reception?.close();
        return;
    }
  }

  /** Steps 1 to 6 of 6.5.1.1, in their order. */
  #examine(): void {
    const { answer: policy, movedTo } = this.#agent.policy;
    const timer = answerOffer(this.#call.request, this.#agent.options.sessionExpiresS);
    if ('tooSmall' in timer) return this.#reject(422, timer.headers);
    const sdp = this.#readOffer();
    if (sdp === undefined) return;
    if (policy === 'moved') return this.#reject(302, [{ name: 'Contact', value: `<${movedTo}>` }]);
    if (policy in refusals) return this.#reject(refusals[policy as keyof typeof refusals], []);
    this.#storeWhatWasSaid();
    this.#machine.send({ type: 'acceptable' });
  }

  #reject(status: number, headers: readonly HeaderField[]): void {
    this.#refusalHeaders = headers;
    this.#machine.send({ type: 'refuse', status });
  }

  #notAcceptable(warning: SdpWarning): undefined {
    this.#reject(488, [
      { name: 'Warning', value: `${warning.code} siplab "${warning.text.replace(/[\\"]/g, "'")}"` },
    ]);
  }

  /** "SHALL check if the accept-type attribute … are supported" (step 1); no line that can be taken is 488 (RFC 3264 §6). */
  #readOffer(): Sdp | undefined {
    const { options, policy, ua } = this.#agent;
    const text = sdpOf(this.#call.request);
    if (text === undefined) return this.#notAcceptable({ code: 399, text: 'an offer is needed' });
    const parsed = parseSdp(text, options.dialect);
    const broken = unusable(parsed);
    if (broken !== undefined || parsed.sdp === undefined) {
      return this.#notAcceptable(broken ?? { code: 399, text: 'the session description cannot be read' });
    }
    const number = String(ua.integer(`${this.#name}/o=`, 2 ** 31));
    const { address } = ua.host;
    const outcome = makeAnswer({
      offer: parsed.sdp,
      can: { acceptTypes: types('message/cpim'), acceptWrappedTypes: this.#takes() },
      origin: {
        username: '-',
        sessionId: number,
        sessionVersion: number,
        netType: 'IN',
        addressType: address.includes(':') ? 'IP6' : 'IP4',
        address,
      },
      dialect: options.dialect,
      accept: ({ index, msrp }) => {
        const name = msrp.file?.selector.name;
        if (name !== undefined && !policy.wants(name)) return undefined;
        const stream = this.#want(index, msrp);
        return {
          path: [stream.localUri],
          ...(policy.maxSizeBytes !== undefined && { maxSize: policy.maxSizeBytes }),
        };
      },
    });
    if (outcome.outcome === 'refused') return this.#notAcceptable(outcome.warning);
    this.#answer = outcome.answer;
    return parsed.sdp;
  }

  #takes(): readonly FormatEntry[] {
    const listed = this.#agent.policy.acceptTypes.flatMap(types);
    return listed.length > 0 ? listed : anything;
  }

  #want(index: number, offered: MsrpMedia): WantedStream {
    const uri = this.#agent.msrp.newUri(`${this.#name}/m ${index + 1}`);
    const name = index === 0 ? this.#call.name : `${this.#call.name}.m${index + 1}`;
    const stream = { localUri: uri, offered, name, number: index + 1, reception: undefined };
    this.#streams.push(stream);
    return stream;
  }

  /** Steps 4 and 5: the Session Identity, and the application that the push is for. */
  #storeWhatWasSaid(): void {
    const identity = read(this.#call.request, contact);
    if (identity !== undefined && identity !== '*') this.#agent.store('session identity', identity.uri);
    const application = headerValues(this.#call.request, 'Accept-Contact').find((value) =>
      value.includes('iari'),
    );
    if (application !== undefined)
      this.#agent.store('application reference', application.replace(/^\*;/, ''));
  }

  #receive(stream: WantedStream): FileReception {
    return new FileReception(this.#agent, stream, `${this.#machine.id} file ${stream.number}`);
  }

  #accept(): void {
    const { options } = this.#agent;
    const timer = answerOffer(this.#call.request, options.sessionExpiresS);
    const early: readonly HeaderField[] =
      options.dialect === 'change-request' ? [{ name: 'Accept-Contact', value: options.service }] : [];
    const negotiated =
      'timer' in timer && options.sessionExpiresS > 0 ? timer : { headers: [], timer: undefined };
    this.#call.accept({
      headers: [...negotiated.headers, ...early],
      body: new TextEncoder().encode(this.#answer === undefined ? '' : formatSdp(this.#answer)),
      timer: negotiated.timer,
    });
  }
}

function types(text: string): FormatEntry[] {
  const entry = parseFormatEntry(text);
  return entry === undefined ? [] : [entry];
}

/** The SDP of a request: its body, or the root of a multipart body (RFC 5547 §8.2.2, RFC 5621 §3). */
function sdpOf(request: SipRequest): string | undefined {
  const type = read(request, contentType);
  if (type === undefined || request.body.length === 0) return undefined;
  if (isSdp(type)) return new TextDecoder().decode(request.body);
  const part = bodyParts(request).find(({ headers }) =>
    headers.some(
      ({ name, value }) => name.toLowerCase() === 'content-type' && /^application\/sdp\b/i.test(value),
    ),
  );
  return part && new TextDecoder().decode(part.body);
}

function isSdp(type: { readonly type: string; readonly subtype: string }): boolean {
  return `${type.type}/${type.subtype}`.toLowerCase() === 'application/sdp';
}
