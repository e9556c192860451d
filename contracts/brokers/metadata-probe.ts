import { connect } from "node:net";

/** What a broker says of its cluster. */
export interface ClusterMetadata {
  readonly clusterId: string | null;
  /** -1 while no controller is known. */
  readonly controllerId: number;
  readonly brokers: readonly { readonly id: number; readonly host: string; readonly port: number }[];
}

const metadataKey = 3;
/** The lowest version that names the cluster without creating topics, and that every broker since 0.11 answers. */
const metadataVersion = 4;
const correlation = 0x45574d;
const maxAnswerBytes = 16 * 1024 * 1024;

/** Asks `host:port` for its metadata in Kafka's protocol: a broker that answers is ready, one that merely listens is not. */
export function probeMetadata(address: string, timeoutMs = 2_000): Promise<ClusterMetadata> {
  const cut = address.lastIndexOf(":");
  const host = address.slice(0, cut).replace(/^\[|\]$/g, "");
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port: Number(address.slice(cut + 1)) });
    let received = Buffer.alloc(0);
    const fail = (error: Error) => {
      socket.destroy();
      reject(error);
    };
    socket.setTimeout(timeoutMs, () => fail(new Error(`no answer from ${address} within ${timeoutMs} ms`)));
    socket.on("error", fail);
    socket.on("close", () => reject(new Error(`${address} closed the connection`)));
    socket.on("connect", () => socket.write(request()));
    socket.on("data", (chunk) => {
      received = Buffer.concat([received, chunk]);
      if (received.length < 4) return;
      const size = received.readInt32BE(0);
      if (size < 8 || size > maxAnswerBytes) return fail(new Error(`${address} does not speak Kafka's protocol`));
      if (received.length < size + 4) return;
      socket.destroy();
      try {
        resolve(parse(received));
      } catch {
        reject(new Error(`${address} does not speak Kafka's protocol`));
      }
    });
  });
}

function request(): Buffer {
  const client = Buffer.from("eventwright-probe");
  const body = Buffer.alloc(4 + 8 + 2 + client.length + 4 + 1);
  let at = body.writeInt32BE(body.length - 4, 0);
  at = body.writeInt16BE(metadataKey, at);
  at = body.writeInt16BE(metadataVersion, at);
  at = body.writeInt32BE(correlation, at);
  at = body.writeInt16BE(client.length, at);
  at += client.copy(body, at);
  // No topics at all, and none is to be created.
  at = body.writeInt32BE(0, at);
  body.writeInt8(0, at);
  return body;
}

function parse(answer: Buffer): ClusterMetadata {
  if (answer.readInt32BE(4) !== correlation) throw new Error("not an answer to this request");
  let at = 8 + 4;
  const int32 = () => {
    at += 4;
    return answer.readInt32BE(at - 4);
  };
  const text = () => {
    const length = answer.readInt16BE(at);
    at += 2;
    if (length < 0) return null;
    at += length;
    return answer.toString("utf8", at - length, at);
  };
  const brokers = Array.from({ length: int32() }, () => {
    const broker = { id: int32(), host: text() ?? "", port: int32() };
    text();
    return broker;
  });
  return { brokers, clusterId: text(), controllerId: int32() };
}
