/** What every object inherits, as it is now; compared before and after, because a polluted prototype shows nowhere else. */
export function prototypesNow(): string {
  const shape = [Object.prototype, Array.prototype, Function.prototype, Map.prototype, String.prototype].map(
    (prototype) =>
      Reflect.ownKeys(prototype).map((key) => {
        const property = Reflect.getOwnPropertyDescriptor(prototype, key);
        return [String(key), typeof property?.value, typeof property?.get, property?.writable, property?.enumerable];
      }),
  );
  return JSON.stringify([shape, 'polluted' in {}, Object.getPrototypeOf(Object.prototype)]);
}
