/** Starts a broker, prints where it is, and waits to be killed. */
import { startApache } from "../../../contracts/brokers/apache.js";
import { startMokapi } from "../../../contracts/brokers/mokapi.js";

const broker = process.argv[2] === "apache" ? await startApache() : await startMokapi();
process.stdout.write(`${broker.bootstrap}\n`);
setInterval(() => {}, 60_000);
