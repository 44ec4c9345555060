/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The folder of the scenarios that were read by the build, beside the worker; empty where there is none. */
  readonly PREPARED_SCENARIOS: string;
  /** The version of the package. */
  readonly ENGINE: string;
}
