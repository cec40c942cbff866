/// <reference types="vite/client" />

/** A catalogue's pieces: what is said until the cockpit stands, and the rest (web/build/web-words.ts). */
declare module '*.json?first' {
  const words: Readonly<Record<string, string>>
  export default words
}
declare module '*.json?rest' {
  const words: Readonly<Record<string, string>>
  export default words
}
