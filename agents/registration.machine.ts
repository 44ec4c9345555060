// RFC 3261 §10.2: one address of record's registration, from the first REGISTER to the last. "UAs MUST NOT send a new registration […]
// until they have received a final response from the registrar for the previous one or the previous REGISTER request has timed out."
import { assertEvent, assign, emit, setup } from 'xstate';

export type RegistrationEvent =
  | { readonly type: 'register' }
  | { readonly type: 'unregister' }
  /** 200: what the registrar granted, in µs until the refresh is due; 0 where it granted nothing, as who asks for 0 seconds wants it. */
  | { readonly type: 'accepted'; readonly refreshUs: number }
  | { readonly type: 'rejected'; readonly status: number };

export type RegistrationEffect =
  | { readonly type: 'sendRegister' }
  | { readonly type: 'sendUnregister' }
  | { readonly type: 'failed'; readonly status: number };

export const registrationMachine = setup({
  types: {
    context: {} as { readonly refreshUs: number },
    events: {} as RegistrationEvent,
    emitted: {} as RegistrationEffect,
  },
  delays: { refresh: ({ context }) => context.refreshUs },
  guards: {
    isGranted: ({ event }) => {
      assertEvent(event, 'accepted');
      return event.refreshUs > 0;
    },
  },
  actions: {
    sendRegister: emit({ type: 'sendRegister' }),
    sendUnregister: emit({ type: 'sendUnregister' }),
    noteRefresh: assign(({ event }) => {
      assertEvent(event, 'accepted');
      return { refreshUs: event.refreshUs };
    }),
    tellFailure: emit(({ event }) => {
      assertEvent(event, 'rejected');
      return { type: 'failed', status: event.status };
    }),
  },
}).createMachine({
  id: 'registration',
  context: { refreshUs: 0 },
  initial: 'unregistered',
  states: {
    unregistered: {
      on: { register: 'registering' },
    },
    registering: {
      entry: 'sendRegister',
      initial: 'wanted',
      states: {
        wanted: {
          on: {
            accepted: [
              { guard: 'isGranted', target: '#registration.registered', actions: 'noteRefresh' },
              { target: '#registration.unregistered' },
            ],
            unregister: 'unwanted',
          },
        },
        // Asked to leave while the answer is still out: one REGISTER at a time.
        unwanted: {
          on: { accepted: '#registration.unregistering', register: 'wanted' },
        },
      },
      on: { rejected: { target: 'unregistered', actions: 'tellFailure' } },
    },
    registered: {
      after: { refresh: 'registering' },
      on: { register: 'registering', unregister: 'unregistering' },
    },
    unregistering: {
      entry: 'sendUnregister',
      on: {
        accepted: 'unregistered',
        rejected: { target: 'unregistered', actions: 'tellFailure' },
      },
    },
  },
});
