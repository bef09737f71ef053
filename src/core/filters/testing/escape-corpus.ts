/**
 * Filters that try to get out of their sandbox, to stay in it for ever, or to eat it up. Each gives true only where it has
 * got hold of something of the host. After the public corpora of vm, vm2 and QuickJS: constructor chains, thrown host
 * errors, species and proxies, prepareStackTrace, modules of QuickJS itself.
 */

/** Ways to a function that is compiled from text, or to a global object. `PAYLOAD` is an expression. */
const ROUTES: ReadonlyArray<string> = [
  'return !!(PAYLOAD)',
  'return !!record.constructor.constructor("return PAYLOAD")()',
  'return !!(() => {}).constructor("return PAYLOAD")()',
  'return !!record.headers.constructor.constructor("return PAYLOAD")()',
  'return !!"".constructor.constructor("return PAYLOAD")()',
  'return !![].filter.constructor("return PAYLOAD")()',
  'return !!(function* () {}).constructor("yield PAYLOAD")().next().value',
  'return !!Reflect.construct(Function, ["return PAYLOAD"])()',
  'return !!(0, eval)("PAYLOAD")',
  'return !!Reflect.apply(eval, undefined, ["PAYLOAD"])',
  'return !!(function () { return this; })().eval("PAYLOAD")',
  'try { null.x } catch (error) { return !!error.constructor.constructor("return PAYLOAD")() }',
  'return !!new Proxy(Function, { apply: (target, self, args) => target(...args) })("return PAYLOAD")()',
  'return !!JSON.parse("[1]", function () { return this.constructor.constructor("return PAYLOAD")() })',
  'const getter = { get x() { return this.constructor.constructor("return PAYLOAD")() } }; return !!getter.x',
  'class Own extends Array { static get [Symbol.species]() { return Function } } return !!Own.from([1]).constructor.constructor("return PAYLOAD")()',
  'return !!record.run.constructor("return PAYLOAD")()',
];

/** Things of a host: Node, browsers, QuickJS's own shell, Deno, Bun, the embedding library. */
const PAYLOADS: ReadonlyArray<string> = [
  'process.env',
  "require('fs').readFileSync",
  "process.mainModule.require('child_process')",
  'globalThis.process || globalThis.global || globalThis.window || globalThis.self',
  'module.constructor._load',
  'std.loadFile || os.exec',
  'scriptArgs || print || console',
  'fetch || XMLHttpRequest || WebSocket',
  'setTimeout || setInterval || queueMicrotask.host',
  'WebAssembly.Memory',
  'Deno || Bun || navigator',
  'Buffer.allocUnsafe(65536)',
];

const SINGLE: ReadonlyArray<string> = [
  'import("fs").then((fs) => fs.readFileSync("/etc/passwd")); return false',
  'let got; import("std").then((std) => { got = std }); return !!got',
  'import * as std from "std"; return !!std',
  'export default 1',
  'return !!import.meta.url',
  'return require("child_process").execSync("id").length > 0',
  'return typeof require !== "undefined" || typeof module !== "undefined" || typeof exports !== "undefined"',
  'return typeof process !== "undefined"',
  'return typeof __dirname !== "undefined" || typeof __filename !== "undefined"',
  'return "callbacks" in globalThis || "Module" in globalThis || "HEAPU8" in globalThis',
  'return Object.getOwnPropertyNames(globalThis).some((name) => /^(process|require|global$|Buffer|QTS_|std|os$|print)/.test(name))',
  'Error.prepareStackTrace = (error, frames) => frames; return Array.isArray(new Error().stack)',
  'Error.prepareStackTrace = (error, frames) => frames[0].getThis(); return typeof new Error().stack === "object"',
  'Error.stackTraceLimit = 1e9; return !!new Error().stack.match(/node:|file:\\/\\//)',
  'return !!arguments.callee.caller',
  'return !!arguments[0].__proto__.constructor.constructor("return this")().process',
  'return (function f() { return f.caller })() !== null && (function f() { return f.caller })() !== undefined && false',
  'Object.prototype.polluted = true; return false',
  'record.__proto__.polluted = true; return false',
  'record.value.__proto__.polluted = true; return false',
  'record.headers.constructor.prototype.polluted = true; return false',
  'Array.prototype.polluted = true; Function.prototype.polluted = true; String.prototype.polluted = true; return false',
  'Object.defineProperty(Object.prototype, "then", { get() { return (resolve) => resolve(1) } }); return false',
  'Object.setPrototypeOf(Object.prototype, new Proxy({}, { get: () => 1 })); return false',
  'JSON.parse = () => [[1], [1], [1], [1]]; return false',
  'JSON.parse(\'{"__proto__":{"polluted":true}}\'); return false',
  'Object.assign({}, JSON.parse(\'{"__proto__":{"polluted":true}}\')); return false',
  'globalThis.Promise = function () {}; return false',
  'Object.freeze(globalThis); Object.freeze(Object.prototype); return false',
  'delete globalThis.Object; delete globalThis.JSON; return false',
  'String.prototype.toString = () => { throw 1 }; throw "x"',
  'throw { get message() { throw { get message() { throw 1 } } } }',
  'throw new Proxy({}, { get() { throw 1 }, has() { throw 2 } })',
  'throw { name: "<script>", message: "x".repeat(1e6) }',
  'throw null',
  'throw Symbol("x")',
  'throw record',
  'return new Proxy({}, { get() { throw 1 }, getPrototypeOf() { throw 2 } }) && false',
  'return { [Symbol.toPrimitive]() { throw 1 } } && false',
  'const error = new Error("x"); error.toString = () => { while (false); }; throw error',
  'return new Proxy(record, { get: (target, name) => target[name].constructor.constructor("return process")() }).value',
  'return record.value.toString.call(null).process',
  'async function go() { return process.env } return go()',
  '(async () => { await null; globalThis.leak = process })(); return !!globalThis.leak',
  'Promise.resolve().then(() => { globalThis.leak = 1 }); return globalThis.leak === 2',
  'new Promise((resolve) => resolve(process)); return false',
  'function* endless() { while (true) yield 1 } endless().next(); return false',
  'async function* many() { yield process } many().next(); return false',
  'return new Function("return this")() === undefined',
  'return typeof new (class { constructor() { return new.target.constructor("return process")() } })() === "object"',
  'return !!Object.getPrototypeOf(async function () {}).constructor("return process.env")().env',
  'return !!Symbol.prototype.constructor.constructor("return process")()',
  'return !!Map.prototype.get.constructor("return process.binding")()("fs")',
  'const { log } = console; return !!log',
  'return typeof SharedArrayBuffer === "function" && typeof Atomics === "object" && !!new SharedArrayBuffer(8).host',
  'Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000); return false',
  'return typeof WebAssembly !== "undefined"',
  'return typeof FinalizationRegistry !== "undefined" && !!new FinalizationRegistry(() => process).host',
  'new WeakRef(record).deref().constructor.constructor("return process")(); return false',
  'with (globalThis) { return typeof process === "object" }',
  'var process; return typeof process !== "undefined"',
  'debugger; return false',
  '});globalThis.broken = true;((record) => {',
  '0); globalThis.broken = true; (1',
  '*/ return true /*/ process',
  '"use strict"; return this !== undefined && !!this.process',
  'return record.topic.constructor.fromCharCode.constructor("return process.versions")().node.length > 0',
  'record.offset = { valueOf() { return process } }; return +record.offset > 0',
  'return Reflect.ownKeys(record).some((name) => typeof record[name] === "function")',
  'return [record, record.value, record.headers].some((object) => Object.getPrototypeOf(object) !== Object.prototype)',
  'const bytes = new Uint8Array(8); return bytes[-1] !== undefined || bytes[1e9] !== undefined',
  'const view = new DataView(new ArrayBuffer(8)); return view.getUint8(4096) !== undefined',
  'const array = [1, 2, 3]; array.sort(() => { array.length = 0; return 1 }); return false',
  'const array = new Array(100).fill({}); array.splice(0, 50, ...array).length = 1e6; return false',
  'const text = "a".repeat(100000); text.replace(/a/g, () => { throw 1 }); return false',
  'return Function.prototype.toString.call(record.constructor).includes("process")',
];

/** Every attempt that ends at once. */
export const ESCAPES: ReadonlyArray<string> = [
  ...ROUTES.flatMap((route) => PAYLOADS.map((payload) => route.replace('PAYLOAD', inQuotes(route, payload)))),
  ...SINGLE,
];

/** The payload as it must be written inside the quotes of its route. */
function inQuotes(route: string, payload: string): string {
  return route.includes('"return PAYLOAD') || route.includes('"yield PAYLOAD') || route.includes('("PAYLOAD')
    ? payload.replaceAll('"', '\\"')
    : payload;
}

/** Each works for ever, or until its memory is gone. Few, for each takes as long as the limits let it. */
export const ENDLESS: ReadonlyArray<string> = [
  'while (true);',
  'for (;;) { try { for (;;); } catch (_) {} finally { continue } }',
  'return /^(a+)+$/.test("a".repeat(40) + "!")',
  'return (2n ** 4000000n) ** 3n > 0n',
  'const all = []; while (true) all.push(new Array(1000).fill("x".repeat(1000) + all.length))',
  'let text = "x"; while (true) text += text',
  'const loop = { toString() { for (;;); } }; return loop + ""',
  'return JSON.stringify({ toJSON() { for (;;); } })',
  'return new Array(2 ** 26).fill(0).map((_, index) => index).sort((a, b) => b - a).length > 0',
  // One native call that asks nobody: only the end of the thread ends it.
  'return ("a".repeat(2e7) + "c").indexOf("a".repeat(1e7) + "b") >= 0',
  'const recurse = () => [recurse(), recurse()]; return recurse()',
  'let deep = []; for (let index = 0; index < 1e6; index += 1) deep = [deep]; return JSON.stringify(deep).length > 0',
];
