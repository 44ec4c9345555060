/// <reference types="vite/client" />

interface ImportMetaEnv {
  /** The folder of the scenarios that were read by the build, beside the worker; empty where there is none. */
  readonly SCENARIOS_FOLDER: string;
  /** Name, title and topic of each scenario that ships. */
  readonly LIBRARY: readonly (readonly [name: string, title: string, topic: string])[];
  /** What scenarios read that ship, by name. */
  readonly FILES: readonly string[];
  /** The version of the package. */
  readonly ENGINE: string;
}
