/** The list with `id` moved to the place of `target`, the others closing up; the same list where nothing moves. */
export function moveTo<T>(list: ReadonlyArray<T>, id: T, target: T): ReadonlyArray<T> {
  const from = list.indexOf(id);
  const to = list.indexOf(target);
  if (from < 0 || to < 0 || from === to) return list;
  const rest = list.filter((each) => each !== id);
  return [...rest.slice(0, to), id, ...rest.slice(to)];
}

/** The list with `id` one place further (1) or back (-1); the same list at its ends. */
export function moveBy<T>(list: ReadonlyArray<T>, id: T, step: 1 | -1): ReadonlyArray<T> {
  const target = list[list.indexOf(id) + step];
  return target === undefined || !list.includes(id) ? list : moveTo(list, id, target);
}
