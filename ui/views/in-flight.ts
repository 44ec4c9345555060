/** What the watch needs to know of a message under way. */
export interface UnderWay {
  /** The nodes, by name: lanes may hold several. */
  readonly fromNode: string;
  readonly toNode: string;
  readonly protocol: string;
  /** What it belongs to: only messages of one call can be said to cross. */
  readonly call: string;
}

export interface FlightWatch<M> {
  sent(message: M): void;
  /** The message, not a copy of it, has arrived. */
  arrived(message: M): void;
  lost(message: M): void;
}

/**
 * Watches messages under way and tells which of them would be misread as one horizontal arrow: those that a later one overtook, and
 * SIP messages of one call that crossed. (Pipelined MSRP chunks pass their own responses all the time; that is no crossing.) Linear:
 * each message is marked at most once.
 */
export function watchFlight<M extends UnderWay>(mark: (message: M) => void): FlightWatch<M> {
  const lines = new Map<string, Set<M>>();
  const calls = new Map<string, Call<M>>();
  const lineOf = (m: M): Set<M> => entry(lines, `${m.fromNode}>${m.toNode}/${m.protocol}`, () => new Set());
  const callOf = (from: string, to: string, m: M): Call<M> =>
    entry(calls, `${from}>${to}/${m.call}`, () => ({ underWay: new Set(), unmarked: new Set() }));

  function leave(m: M): void {
    lineOf(m).delete(m);
    if (m.protocol !== 'sip') return;
    const call = callOf(m.fromNode, m.toNode, m);
    call.underWay.delete(m);
    call.unmarked.delete(m);
    if (call.underWay.size === 0) calls.delete(`${m.fromNode}>${m.toNode}/${m.call}`);
  }

  return {
    sent(m) {
      lineOf(m).add(m);
      if (m.protocol !== 'sip') return;
      const opposite = calls.get(`${m.toNode}>${m.fromNode}/${m.call}`);
      const own = callOf(m.fromNode, m.toNode, m);
      own.underWay.add(m);
      if (opposite === undefined) {
        own.unmarked.add(m);
        return;
      }
      mark(m);
      for (const other of opposite.unmarked) mark(other);
      opposite.unmarked.clear();
    },
    arrived(m) {
      const line = lineOf(m);
      for (const earlier of line.has(m) ? line : []) {
        if (earlier === m) break;
        mark(earlier);
        line.delete(earlier);
      }
      leave(m);
    },
    lost: leave,
  };
}

interface Call<M> {
  readonly underWay: Set<M>;
  readonly unmarked: Set<M>;
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) {
    value = make();
    map.set(key, value);
  }
  return value;
}
