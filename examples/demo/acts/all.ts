import type { Act } from "./act.js";
import { crash } from "./crash.js";
import { deadLetter } from "./dead-letter.js";
import { effectsOnce } from "./effects-once.js";
import { notification } from "./notification.js";
import { oldAndNewWriters } from "./old-and-new-writers.js";
import { orderPerKey } from "./order-per-key.js";
import { readModel } from "./read-model.js";
import { rebuild } from "./rebuild.js";
import { retry } from "./retry.js";
import { stateTransfer } from "./state-transfer.js";
import { timeTravel } from "./time-travel.js";

/** In the order of the page. */
export const acts: readonly Act[] = [
  notification,
  stateTransfer,
  orderPerKey,
  oldAndNewWriters,
  retry,
  deadLetter,
  effectsOnce,
  crash,
  readModel,
  timeTravel,
  rebuild,
];
