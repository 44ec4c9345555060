import { describe, expect, it } from 'vitest';
import { register } from '../../../core/registrar.ts';
import { headerValues } from '../../../core/sip/headers.ts';
import { epochS, office, registerRequest } from './office.ts';

const day = 86_400;

describe('the order of RFC 3261 §10.3', () => {
  it('domain, Require, sender, right, address of record, Contacts', () => {
    const all = {
      uri: 'sip:elsewhere.org',
      to: '<sip:v@example.com>',
      lines: ['Require: nothing', 'Contact: *', 'Contact: <sip:u@h1>'],
    };
    const refused: number[] = [];
    const denied = { status: 401, headers: [] };
    const checks = [
      { asked: all, options: {} },
      { asked: { ...all, uri: 'sip:example.com' }, options: { authenticate: () => denied } },
      {
        asked: { ...all, uri: 'sip:example.com', lines: all.lines.slice(1) },
        options: { authenticate: () => denied },
      },
      {
        asked: { ...all, uri: 'sip:example.com', lines: all.lines.slice(1) },
        options: { authenticate: () => ({ user: 'u' }), isUser: () => false },
      },
      {
        asked: { ...all, uri: 'sip:example.com', lines: all.lines.slice(1) },
        options: { isUser: () => false },
      },
      { asked: { ...all, uri: 'sip:example.com', lines: all.lines.slice(1) }, options: {} },
    ];
    for (const { asked, options } of checks) refused.push(office(options).send(asked).status);
    expect(refused).toEqual([404, 420, 401, 403, 404, 400]);
  });

  it('has no TLS for a sips domain: 416', () => {
    const { send, location } = office();
    expect(send({ uri: 'sips:example.com', lines: ['Contact: <sips:u@h1>'] }).status).toBe(416);
    expect(location.size).toBe(0);
  });

  it('names what it does not support, and takes only REGISTER', () => {
    const desk = office();
    const response = desk.send({ lines: ['Require: path, foo', 'Require: bar'] });
    expect([response.status, headerValues(response, 'Unsupported')]).toEqual([420, ['foo', 'bar']]);
    const options = { ...registerRequest(), method: 'OPTIONS' };
    expect(desk.send(options)).toMatchObject({ status: 405 });
  });

  it('an address of another domain is 404, a canonical one is found whatever its form', () => {
    const desk = office();
    expect(desk.send({ to: '<sip:u@elsewhere.org>' }).status).toBe(404);
    desk.send({ to: '<sip:%75@EXAMPLE.com;user=phone>', lines: ['Contact: <sip:u@h1>'] });
    expect(desk.bound('sip:u@example.com')).toEqual(['sip:u@h1']);
  });
});

describe('the 200', () => {
  it('lists all bindings with what is left, their features, and the date', () => {
    const desk = office();
    desk.send({ lines: ['Contact: "U" <sip:u@h1>;audio;methods="INVITE,BYE";+sip.x;expires=60;q=0.5'] });
    desk.bench.run(10_500_000);
    const response = desk.send({ callId: 'b', lines: ['Contact: <sip:u@h2>', 'Expires: 7200'] });
    expect(headerValues(response, 'Contact')).toEqual([
      '"U" <sip:u@h1>;audio;methods="INVITE,BYE";+sip.x;q=0.5;expires=50',
      '<sip:u@h2>;expires=7200',
    ]);
    expect(headerValues(response, 'Date')).toEqual(['Sat, 13 Nov 2010 23:29:10 GMT']);
  });

  it('without a Contact in the request is a fetch and changes nothing', () => {
    const desk = office();
    desk.send({ lines: ['Contact: <sip:u@h1>'] });
    expect(desk.listed(desk.send({ cseq: 2 }))).toEqual(['sip:u@h1 3600']);
    expect(desk.told()).toEqual(['added sip:u@h1']);
  });

  it('echoes Path in order, keeps it with the binding, and gives the Service-Route; never a Record-Route', () => {
    const desk = office({ serviceRoute: () => ['<sip:orig@core.example.com;lr>'] });
    const lines = [
      'Contact: <sip:u@h1>',
      'Supported: path',
      'Path: <sip:p2.example.com;lr>, <sip:p1.example.com;lr>',
      'Record-Route: <sip:p3.example.com;lr>',
    ];
    const response = desk.send({ lines });
    const path = ['<sip:p2.example.com;lr>', '<sip:p1.example.com;lr>'];
    expect(headerValues(response, 'Path')).toEqual(path);
    expect(desk.location.of('sip:u@example.com')[0]?.path).toEqual(path);
    expect(headerValues(response, 'Service-Route')).toEqual(['<sip:orig@core.example.com;lr>']);
    expect(headerValues(response, 'Record-Route')).toEqual([]);
  });
});

describe('expiry', () => {
  for (const [what, lines, expected] of [
    ['the parameter before the header', ['Contact: <sip:u@h1>;expires=100', 'Expires: 200'], 100],
    ['the header before the default', ['Contact: <sip:u@h1>', 'Expires: 200'], 200],
    ['the default', ['Contact: <sip:u@h1>'], 1800],
    ['a malformed header is 3600', ['Contact: <sip:u@h1>', 'Expires: soon'], 3600],
    ['a malformed parameter is 3600', ['Contact: <sip:u@h1>;expires=soon', 'Expires: 60'], 3600],
    ['no more than the registrar grants', ['Contact: <sip:u@h1>;expires=4294967296000'], day],
  ] as const)
    it(what, () => {
      const desk = office({ expiresS: { min: 60, default: 1800, max: day } });
      expect(desk.listed(desk.send({ lines }))).toEqual([`sip:u@h1 ${expected}`]);
    });

  it('423 tells the minimum', () => {
    const desk = office({ expiresS: { min: 120, default: 1800, max: day } });
    expect(desk.status(desk.send({ lines: ['Contact: <sip:u@h1>;expires=119'] }))).toBe('423 120');
    expect(desk.send({ lines: ['Contact: <sip:u@h1>;expires=120'] }).status).toBe(200);
  });
});

describe('refresh and removal', () => {
  it('by the same Call-ID needs a higher CSeq, and fails whole without', () => {
    const desk = office();
    desk.send({ cseq: 5, lines: ['Contact: <sip:u@h1>'] });
    const stale = desk.send({ cseq: 5, lines: ['Contact: <sip:u@h2>', 'Contact: <sip:u@h1>'] });
    expect([stale.status, desk.bound()]).toEqual([500, ['sip:u@h1']]);
    expect(desk.send({ cseq: 4, lines: ['Contact: *', 'Expires: 0'] }).status).toBe(500);
    expect(desk.send({ callId: 'b', cseq: 1, lines: ['Contact: <sip:u@h1>'] }).status).toBe(200);
    expect(desk.send({ cseq: 1, lines: ['Contact: *', 'Expires: 0'] }).status).toBe(200);
    expect(desk.told()).toEqual(['added sip:u@h1', 'refreshed sip:u@h1', 'removed sip:u@h1']);
  });

  it('finds a binding by URI comparison, and what the request says last counts', () => {
    const desk = office();
    desk.send({ lines: ['Contact: <sip:u@H1;x=1>;q=0.1'] });
    const response = desk.send({
      cseq: 2,
      lines: ['Contact: <sip:u@h1>;q=0.2', 'Contact: <sip:%75@h1>;q=0.3'],
    });
    expect(headerValues(response, 'Contact')).toEqual(['<sip:%75@h1>;q=0.3;expires=3600']);
    expect(desk.bound()).toEqual(['sip:%75@h1']);
  });

  it('what is unknown can be removed, to no effect', () => {
    const desk = office();
    expect(desk.send({ lines: ['Contact: <sip:u@h9>;expires=0'] }).status).toBe(200);
    expect(desk.told()).toEqual([]);
  });

  it('refuses broken Contacts, broken Paths and more contacts than one address may have', () => {
    const desk = office();
    expect(desk.send({ lines: ['Contact: <sip:u@h1'] }).status).toBe(400);
    expect(desk.send({ lines: ['Contact: <sip:u@h1>', 'Supported: path', 'Path: sip:p'] }).status).toBe(400);
    const many = Array.from({ length: 101 }, (_, n) => `Contact: <sip:u@h${n}>`);
    expect(desk.send({ lines: many }).status).toBe(403);
    expect(desk.bound()).toEqual([]);
  });
});

it('the decision is pure', () => {
  const desk = office();
  const request = registerRequest({ lines: ['Contact: <sip:u@h1>'] });
  const { changes, response } = register(desk.options, desk.location, request, 0);
  expect([response.status, changes.map(({ change }) => change), desk.location.size]).toEqual([
    200,
    ['added'],
    0,
  ]);
  expect(desk.options.epochS).toBe(epochS);
});
