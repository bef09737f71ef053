import protobuf from 'protobufjs';

export type ProtoFile = { readonly name: string; readonly text: string };

type FieldsById = { [id: number]: protobuf.Field };
/** What protobufjs keeps for itself on a type: its fields by number, forgotten with each field added. */
type Inside = protobuf.Type & { _fieldsById: FieldsById | null };

/** Parses one file into the root and gives the names it imports. Throws what protobufjs throws. */
export function parseProto(root: protobuf.Root, file: ProtoFile): ReadonlyArray<string> {
  const { prototype } = protobuf.Type;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- put back below, called with its type
  const { add } = prototype;
  prototype.add = function (this: Inside, object) {
    return addField(this, object, add);
  };
  try {
    // The parser takes the file's name from here, and forgets it when it is done.
    (protobuf.parse as unknown as { filename: string | null }).filename = file.name;
    const parsed = protobuf.parse(file.text, root, { keepCase: true });
    return [...(parsed.imports ?? []), ...(parsed.weakImports ?? [])];
  } finally {
    prototype.add = add;
  }
}

/**
 * For each field added protobufjs 8 lists all fields of the message anew: a message of 10,000 fields takes 30 seconds.
 * Keeping the list makes it a tenth of one.
 */
function addField(type: Inside, object: protobuf.ReflectionObject, add: protobuf.Type['add']): protobuf.Type {
  const byId = type.fieldsById;
  const added = add.call(type, object);
  if (object instanceof protobuf.Field && object.parent === type) {
    byId[object.id] = object;
    type._fieldsById = byId;
  }
  return added;
}
