/** Adds what is missing; never replaces what is there. */
export function supply(target, members) {
  for (const [name, value] of Object.entries(members)) {
    if (target[name] !== undefined || value === undefined) continue;
    Object.defineProperty(target, name, { value, writable: true, configurable: true, enumerable: false });
  }
}
