// RFC 3261 §12: the state of a dialog, how a response or a request creates it, and how requests are built inside it.
import { contact, cseq, from, read, readAll, recordRoute, to } from './header-table.ts';
import { header } from './headers.ts';
import type { HeaderField, SipRequest, SipResponse } from './message.ts';
import { formatNameAddr, type NameAddr, tagOf } from './name-addr.ts';
import { hasParam } from './params.ts';
import { formatUri, parseUri } from './uri.ts';

/** One side's view of a dialog. Values are as they stand in headers. */
export interface Dialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
  /** From or To as we send them, tag included. */
  readonly local: NameAddr;
  readonly remote: NameAddr;
  readonly routeSet: readonly NameAddr[];
  /** The peer's Contact URI. */
  readonly remoteTarget: string;
  readonly localSequence: number;
  /** Of the last request that the peer sent in this dialog; undefined before the first. */
  readonly remoteSequence: number | undefined;
}

/** `Call-ID|local tag|remote tag`: the key that a user agent finds its dialogs by. */
export function dialogId(callId: string, localTag: string, remoteTag: string): string {
  return `${callId}|${localTag}|${remoteTag}`;
}

export function idOf(dialog: Dialog): string {
  return dialogId(dialog.callId, dialog.localTag, dialog.remoteTag);
}

/** The id under which a request from the peer would find its dialog, or undefined when it carries no To tag. */
export function dialogIdOfRequest(request: SipRequest): string | undefined {
  const local = read(request, to);
  const remote = read(request, from);
  const localTag = local && tagOf(local);
  if (!localTag || !remote) return undefined;
  return dialogId(header(request, 'Call-ID') ?? '', localTag, tagOf(remote) ?? '');
}

/** The dialog that a 101–299 response creates at the caller (§12.1.2): its route set is the Record-Route reversed. */
export function dialogOfResponse(request: SipRequest, response: SipResponse): Dialog | undefined {
  const local = read(request, from);
  const remote = read(response, to);
  const target = contactUri(response);
  const number = read(request, cseq)?.number;
  const remoteTag = remote && tagOf(remote);
  if (!local || !remote || !remoteTag || target === undefined || number === undefined) return undefined;
  return {
    callId: header(request, 'Call-ID') ?? '',
    localTag: tagOf(local) ?? '',
    remoteTag,
    local,
    remote,
    routeSet: readAll(response, recordRoute).reverse(),
    remoteTarget: target,
    localSequence: number,
    remoteSequence: undefined,
  };
}

/** The dialog that a request creates at the callee, whose response carries `localTag` (§12.1.1). */
export function dialogOfRequest(request: SipRequest, localTag: string): Dialog | undefined {
  const local = read(request, to);
  const remote = read(request, from);
  const target = contactUri(request);
  if (!local || !remote || target === undefined) return undefined;
  return {
    callId: header(request, 'Call-ID') ?? '',
    localTag,
    remoteTag: tagOf(remote) ?? '',
    local: tagOf(local) ? local : { ...local, params: [...local.params, { name: 'tag', value: localTag }] },
    remote,
    routeSet: readAll(request, recordRoute),
    remoteTarget: target,
    localSequence: 0,
    remoteSequence: read(request, cseq)?.number,
  };
}

/** What a response that makes a dialog repeats of its request: "MUST copy all Record-Route header field values" (§12.1.1). */
export function recordRoutes(request: SipRequest): readonly HeaderField[] {
  return request.headers.filter(({ name }) => name.toLowerCase() === 'record-route');
}

/** The peer's Contact URI, as a target refresh sets it (§12.2). */
export function contactUri(message: SipRequest | SipResponse): string | undefined {
  const value = read(message, contact);
  return value === undefined || value === '*' ? undefined : value.uri;
}

/** What a request inside the dialog consists of, but for its Via (§12.2.1.1). */
export interface RequestInDialog {
  readonly request: SipRequest;
  /** The URI whose host it is to be sent to. */
  readonly nextHop: string;
  readonly dialog: Dialog;
}

/**
 * Builds a request inside the dialog; its CSeq is the next one, but for an ACK, which repeats its INVITE's (`ackOf`).
 * "If the first URI of the route set does not contain the lr parameter", it becomes the Request-URI and the remote target goes last.
 */
export function requestInDialog(
  dialog: Dialog,
  method: string,
  options: {
    readonly headers?: readonly HeaderField[];
    readonly body?: Uint8Array;
    readonly ackOf?: number;
  } = {},
): RequestInDialog {
  const sequence = options.ackOf ?? dialog.localSequence + 1;
  const { uri, routes, nextHop } = routed(dialog);
  const headers: HeaderField[] = [
    ...routes.map((route) => ({ name: 'Route', value: formatNameAddr(route) })),
    { name: 'Max-Forwards', value: '70' },
    { name: 'From', value: from.format(dialog.local) },
    { name: 'To', value: to.format(dialog.remote) },
    { name: 'Call-ID', value: dialog.callId },
    { name: 'CSeq', value: `${sequence} ${method}` },
    ...(options.headers ?? []),
  ];
  return {
    request: { kind: 'request', method, uri, headers, body: options.body ?? new Uint8Array(0) },
    nextHop,
    dialog: options.ackOf === undefined ? { ...dialog, localSequence: sequence } : dialog,
  };
}

function routed(dialog: Dialog): { uri: string; routes: readonly NameAddr[]; nextHop: string } {
  const [first, ...rest] = dialog.routeSet;
  if (first === undefined) return { uri: dialog.remoteTarget, routes: [], nextHop: dialog.remoteTarget };
  if (isLoose(first.uri)) return { uri: dialog.remoteTarget, routes: dialog.routeSet, nextHop: first.uri };
  const target: NameAddr = { uri: dialog.remoteTarget, params: [] };
  return { uri: withoutHeaders(first.uri), routes: [...rest, target], nextHop: first.uri };
}

/** Whether a route's URI carries `lr` (§19.1.1). */
export function isLoose(uri: string): boolean {
  const parsed = parseUri(uri);
  return parsed.ok &&
    (parsed.value.scheme === 'sip' || parsed.value.scheme === 'sips') &&
    'params' in parsed.value
    ? hasParam(parsed.value.params, 'lr')
    : false;
}

/** A Request-URI may not carry headers or `method` (§19.1.1): they are stripped. */
function withoutHeaders(uri: string): string {
  const parsed = parseUri(uri);
  if (!parsed.ok || !('headers' in parsed.value)) return uri;
  return formatUri({
    ...parsed.value,
    headers: [],
    params: parsed.value.params.filter((p) => p.name !== 'method'),
  });
}

/** What a request of the peer's does to the dialog: 500 when its CSeq is lower than the last (§12.2.2). */
export function receiveInDialog(dialog: Dialog, request: SipRequest): Dialog | 'out of order' {
  const number = read(request, cseq)?.number ?? 0;
  if (dialog.remoteSequence !== undefined && number < dialog.remoteSequence) return 'out of order';
  return { ...dialog, remoteSequence: number };
}
