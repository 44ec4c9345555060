import { type Loaded, loadScenario } from '../../../scenarios/lab/load.ts';
import type { Scenario } from '../../../scenarios/lab/scenario.ts';

/** Two agents and a core, to which a test adds what it is about. */
export const PAIR = `title: A pair
core: { kind: sip }
agents:
  sender: { role: push-sender, uri: sip:push@psa.example.com }
  bob: { role: push-receiver, uri: sip:bob@example.com }
`;

/** The lost 200 OK: the example of the documentation. */
export const LOST_200 = `title: A lost 200 OK
network: { links: { default: { transport: udp, latency: 20ms, jitter: 5ms, loss: 0% } } }
core: { kind: sip }
agents:
  sender: { role: push-sender, uri: sip:push@push-sender-agent.example.com }
  bob:    { role: push-receiver, uri: sip:bob@example.com, features: [+g.oma.lcsi.sip-push] }
timeline:
  - { at: 0s, do: register, by: bob }
  - { at: 1s, do: push, by: sender, to: sip:bob@example.com, files: [{ name: a.jpg, type: image/jpeg, size: 4092 }] }
faults:
  - { drop: 200 INVITE, from: bob, to: core, nth: 1 }
expect:
  ladder:
    - sender -> core: INVITE
    - core -> sender: 100 INVITE
    - core -> bob: INVITE
    - bob -> core: 200 INVITE (lost)
  requirements: { held: [PSA-EST-01, PRA-INV-06a], violated: [] }
`;

/** One of everything that the language has. */
export const EVERYTHING = `title: Everything
description: |
  Several
  lines.
topic: language
seed: 0042
epoch: 2015-06-01T09:00:00Z
dialect: change-request
network:
  links:
    default: { transport: auto, latency: { uniform: [10ms, 30ms] }, jitter: { exponential: 2ms }, mtu: 1500 }
    "phone <> edge": { latency: { normal: { mean: 20ms, sd: 5ms } }, loss: { gilbert-elliott: { good: 10s, bad: 200ms, loss-good: 0%, loss-bad: 100% } } }
    phone>edge: { rate: 64kbit/s, queue: 50 packets, duplicate: 1%, reorder: { share: 2%, by: 30ms } }
    home<>fleet: { latency: { pareto: { min: 5ms, shape: 1.5 } }, loss: 0.05 }
    sender>edge: { latency: { table: [[50%, 10ms], [50%, 40ms]] }, duplicate: { share: 1%, by: 5ms } }
core:
  edge: { role: proxy, next: home, trusts: [home], record-route: false }
  home: { kind: sip, role: both, domain: [example.com, example.org], transport: tcp, expires: { min: 60s, default: 1h, max: 1d } }
agents:
  sender:
    role: push-sender
    uri: sip:push@psa.example.com
    display-name: Push
    via: edge
    service: +g.3gpp.icsi-ref="urn%3Aurn-7%3A3gpp-service.ims.icsi.push"
    application: +g.oma.iari.syncml
    require: true
    explicit: true
    success-report: yes
    failure-report: partial
    chunking: { strategy: figure, size: 2048 }
    session-expires: 1800
    linger: 2s
    disposition: attachment
    description: From the shop
  phone:
    role: push-receiver
    uri: sip:bob@example.com
    features: [+g.oma.lcsi.sip-push, audio, 'methods="INVITE,BYE"']
    q: 0.70
    expires: 30min
    transport: udp
    answer: manual
    think: 500ms
    ring: true
    accept-types: [image/*, text/plain]
    max-size: 1MiB
    files: { accept: "*.jpg", decline: [secret*] }
    reports: incremental
  fleet: { role: push-receiver, uri: "sip:user-{n}@example.org", count: 3, features: +g.oma.lcsi.sip-push }
timeline:
  - { at: 2s, do: push, by: sender, to: sip:bob@example.com, name: first, chunking: whole, files: [{ name: a.jpg, type: image/jpeg, size: 64KiB, content: random, icon: { type: image/png, size: 300 } }, { name: b.jpg, type: image/jpeg, from: files/b.jpg, disposition: render }] }
  - { at: 0s, do: register, by: fleet }
  - { at: 0s, do: register, by: phone, expires: 10min }
  - { at: 2500ms, do: answer, by: phone, with: accept }
  - { at: 3s, do: abort, by: sender, push: first, file: b.jpg }
  - { at: 4s, do: release, by: phone }
  - { at: 5s, do: push, by: sender, to: sip:nobody@example.com, message: { text: Hello } }
  - { at: 5s, do: cancel, by: sender }
  - { at: 6s, do: push, by: sender, to: sip:bob@example.com, message: [{ text: One }, { type: text/html, size: 3kB, content: text }] }
  - { at: 7s, do: restart, by: home }
  - { at: 8s, do: unregister, by: fleet-2 }
faults:
  - { drop: 200 INVITE, from: phone, to: edge, nth: 1 }
  - { delay: 1xx INVITE, by: 3s, transmission: 0 }
  - { duplicate: ACK, between: [1s, 2s] }
  - { reorder: INVITE, after: BYE }
  - { reorder: BYE, after: 20ms }
  - { corrupt: OPTIONS, octets: 3 }
  - { stall: SEND 1-2048/4364, by: 2s }
  - { reset: REPORT }
  - { partition: phone>edge, from: 1s, until: 2s }
  - { hold: phone<>edge, until: 500ms }
  - { set: edge<>home, loss: 30%, latency: 200ms, from: 2s }
  - { stall: sender<>phone, from: 1s, until: 3s }
  - { reset: sender<>phone, at: 4s }
  - { refuse: sender<>phone }
  - { crash: fleet-1, at: 5s }
  - { restart: fleet-1, at: 6s }
expect:
  ladder: { exactly: true, steps: [ "sender -> edge: INVITE", { "edge -> home": INVITE (retransmission 1) }, "home -> edge: 100 INVITE (lost, retransmission 2)", "edge -> phone: INVITE (duplicate)" ] }
  requirements: { held: PSA-EST-01, violated: [PRA-INV-06a] }
  outcome: { sender: [delivered, failed] }
  timers: [{ fired: timerB, on: sender, at: 32s, times: 1 }, { set: A }, { cleared: timerF }]
  states: [{ machine: inviteClient, on: sender, is: terminated }, { machine: pushSender, reached: sending }]
  stores: [{ on: phone, what: file, value: { name: a.jpg } }]
  counts: { INVITE: 7, "edge -> phone: INVITE": 3 }
  ends: until
timers: { t1: 1s, t2: 8s, t4: 5s, c: 4min, d: 40s, trying: 100ms, msrp: 20s }
limits: { events: 100000, time: 1h }
until: 10min
`;

/** A scenario that is right; fails the test with its errors otherwise. */
export function scenarioOf(text: string, ...sets: string[]): Scenario {
  const { scenario, errors } = load(text, ...sets);
  if (scenario === undefined) throw new Error(errors.map((error) => error.text).join('\n'));
  return scenario;
}

/** Its errors, one line each. */
export function errorsOf(text: string, ...sets: string[]): string[] {
  return load(text, ...sets).errors.map((error) => error.text);
}

function load(text: string, ...sets: string[]): Loaded {
  return loadScenario(text, 'a.yaml', sets);
}
