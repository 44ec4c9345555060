import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { matchContacts } from '../../../core/caller-preferences/match.ts';
import { param } from '../../../core/sip/params.ts';
import { parseMessage } from '../../../core/sip/parse.ts';
import { type Asked, office } from './office.ts';

interface Vector {
  id: string;
  registrarMin?: number;
  given?: { uri: string; callId?: string; cseq?: number }[];
  request: {
    callId?: string;
    cseq?: number;
    contacts?: '*' | { uri: string; expires?: number; q?: string }[];
    expiresHeader?: number;
    authenticatedAs?: string;
    to?: string;
    supported?: string[];
    path?: string[];
  };
  expect: {
    status?: number | string;
    fails?: boolean;
    bindings?: { uri: string }[];
    bindingsUnchanged?: boolean;
    minExpires?: number;
    order?: string[];
  };
}

const { cases } = JSON.parse(
  readFileSync(new URL('../../vectors/registrar/registrar.json', import.meta.url), 'utf8'),
) as { cases: Vector[] };

function asked(request: Vector['request']): Asked {
  const { contacts = [], expiresHeader, path = [], supported, callId = 'new', cseq = 1, to } = request;
  const values =
    contacts === '*'
      ? ['*']
      : contacts.map(({ uri, expires, q }) => {
          const params = [
            q === undefined ? '' : `;q=${q}`,
            expires === undefined ? '' : `;expires=${expires}`,
          ];
          return `<${uri}>${params.join('')}`;
        });
  return {
    callId,
    cseq,
    ...(to !== undefined && { to: `<${to}>` }),
    lines: [
      ...values.map((value) => `Contact: ${value}`),
      ...(expiresHeader === undefined ? [] : [`Expires: ${expiresHeader}`]),
      ...path.map((value) => `Path: ${value}`),
      ...(supported === undefined || supported.length === 0 ? [] : [`Supported: ${supported.join(', ')}`]),
    ],
  };
}

describe('RFC 3261 §10, RFC 3327', () => {
  for (const { id, given = [], request, registrarMin = 60, expect: wanted } of cases)
    it(id, () => {
      const { authenticatedAs } = request;
      const desk = office({
        expiresS: { min: registrarMin, default: 3600, max: 86_400 },
        ...(authenticatedAs !== undefined && { authenticate: () => ({ user: authenticatedAs }) }),
      });
      for (const { uri, callId = 'given', cseq = 1 } of given)
        desk.send({ callId, cseq, lines: [`Contact: <${uri}>`] });
      const before = desk.bound();
      const response = desk.send(asked(request));
      if (typeof wanted.status === 'number') expect(response.status).toBe(wanted.status);
      if (wanted.status === 'not 423') expect(response.status).toBe(200);
      if (wanted.fails) expect(response.status).toBe(500);
      if (wanted.bindings) expect(desk.bound()).toEqual(wanted.bindings.map(({ uri }) => uri));
      if (wanted.bindingsUnchanged) expect(desk.bound()).toEqual(before);
      if (wanted.minExpires) expect(desk.status(response)).toBe(`423 ${wanted.minExpires}`);
      if (wanted.order) {
        const contacts = desk.location
          .of('sip:u@example.com')
          .map(({ uri, params }) => ({ uri, params, q: param(params, 'q') }));
        const { order } = matchContacts({ contacts, acceptContact: [], rejectContact: [], method: 'INVITE' });
        expect(order.map(({ contact }) => contact)).toEqual(wanted.order);
      }
    });
});

describe('RFC 4475, a registrar of example.com', () => {
  const react = (file: string) => {
    const bytes = readFileSync(new URL(`../../vectors/rfc4475/${file}`, import.meta.url));
    const { message } = parseMessage(new Uint8Array(bytes));
    if (message?.kind !== 'request') throw new Error(file);
    const desk = office();
    return { ...desk, response: desk.send(message) };
  };

  it('§3.3.4: a To of an unknown scheme is 400', () => expect(react('unksm2.dat').response.status).toBe(400));

  it('§3.3.7: credentials of an unknown scheme are 401', () => {
    const { response } = react('regaut01.dat');
    expect(response.status).toBe(401);
    expect(response.headers.find(({ name }) => name === 'WWW-Authenticate')?.value).toMatch(
      /^Digest realm="example.com", nonce="/,
    );
  });

  it('§3.3.12: an unknown Contact parameter is kept with the binding', () => {
    const { location } = react('cparam01.dat');
    expect(location.of('sip:watson@example.com')).toMatchObject([
      { uri: 'sip:+19725552222@gw1.example.net', params: [{ name: 'unknownparam' }] },
    ]);
  });

  it('§3.3.13: an unknown URI parameter is part of the URI', () => {
    const { location, response } = react('cparam02.dat');
    expect(response.status).toBe(200);
    expect(location.of('sip:watson@example.com')).toMatchObject([
      { uri: 'sip:+19725552222@gw1.example.net;unknownparam', params: [] },
    ]);
  });

  it('§3.3.14: an escaped header is part of the URI', () => {
    const { location, response } = react('regescrt.dat');
    expect(response.status).toBe(200);
    expect(location.of('sip:user@example.com')[0]?.uri).toBe(
      'sip:user@example.com?Route=%3Csip:sip.example.com%3E',
    );
  });
});
