/** The finished bundle of an entry of src/webview, as a text. Made by esbuild.mjs. */
declare module 'webview:*' {
  const text: string;
  export default text;
}
