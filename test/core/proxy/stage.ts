import { type Field, type FieldOptions, field, type Part, request } from './field.ts';

// A core with contacts of sip:u@example.com bound, and an INVITE of alice's at 100 ms.

/** Binds contacts: `a;q=0.5` is `<sip:a@192.0.2.3>;q=0.5`. */
export function stage(options: FieldOptions = {}, contacts: readonly string[] = ['a', 'b']): Field {
  const made = field(options);
  made.bind(...contacts.map((text) => contactOf(made, text)));
  return made;
}

function contactOf(made: Field, text: string): string {
  const [name = '', ...params] = text.split(';');
  return [`<sip:${name}@${made.peer(name).address}>`, ...params].join(';');
}

export function invite(lines: readonly string[] = [], more: Parameters<typeof request>[1] = {}): string {
  return request('INVITE', { lines, ...more });
}

export function call(made: Field, text = invite(), ms = 100): void {
  made.at(ms, () => made.peer('alice').say(made.core.sip.host, text));
}

/** Rings and accepts. */
export const accepts: Part = () => [{ status: 180 }, { afterMs: 100, status: 200 }];

export function refuses(status: number, afterMs = 0): Part {
  return ({ method }) => (method === 'INVITE' ? [{ status: 180 }, { afterMs, status }] : [{ status: 200 }]);
}

/** Rings, and answers 487 to its INVITE when the CANCEL comes. */
export function rings(made: Field, name: string): Part {
  return (asked) => {
    const peer = made.peer(name);
    if (asked.method === 'INVITE') return [{ status: 180 }];
    const invited = peer.requests.find(({ method }) => method === 'INVITE');
    if (invited !== undefined) peer.answer(invited, { status: 487 });
    return [{ status: 200 }];
  };
}

/** What alice heard last. */
export function outcome(made: Field): string | undefined {
  return made.peer('alice').story.at(-1);
}
