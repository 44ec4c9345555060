// Properties draw the same cases on every machine, so that a failure is a failure of the change at hand. FAST_CHECK_SEED=… draws others.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_122) });
