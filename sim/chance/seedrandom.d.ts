// The package's one generator that is needed, without the six others that its index brings.
declare module 'seedrandom/seedrandom.js' {
  export { default } from 'seedrandom';
}
