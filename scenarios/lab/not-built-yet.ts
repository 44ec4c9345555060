// What the language knows by name and the lab doesn't do yet. The loader refuses it in one line; whoever builds it removes its name here.

/** Acts of the timeline that a later part of the lab brings. */
export const LATER_ACTS = [
  'message',
  'subscribe',
  'notify',
  'publish',
  'options',
  'fetch',
  'update',
] as const;

/** Kinds of core: `ims` is the 3GPP core with its P-, I- and S-CSCF. */
export const LATER_CORES = ['ims'] as const;

/** Ways to push other than by INVITE and MSRP (the change request, section 5). */
export const LATER_METHODS = ['message', 'subscribe-notify', 'content-indirection'] as const;

/** The one line that says so. */
export function notBuiltYet(what: string): string {
  return `${what} is not built yet`;
}
