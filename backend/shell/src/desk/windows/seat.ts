import { shallowRef } from "vue";
import { type HallDesk, hallDesk, type MyHall, myHalls } from "@/api/queue";
import { recall, remember } from "@/storage";

const HALL = "kuaiban.desk.hall";

/** The halls I may work in, and the one where I sit or sat last. */
export async function hallsOfMine(): Promise<{ halls: MyHall[]; last: MyHall | undefined }> {
  const { items } = await myHalls();
  const kept = recall(HALL);
  return { halls: items, last: items.find((one) => one.code === kept) ?? items[0] };
}

export const rememberHall = (code: string): void => remember(HALL, code);

/** My window as the hall knows it; nothing when I may work in no hall. */
export const seat = shallowRef<HallDesk>();

export async function whereISit(): Promise<HallDesk | undefined> {
  const { last } = await hallsOfMine();
  seat.value = last ? await hallDesk(last.code) : undefined;
  return seat.value;
}
