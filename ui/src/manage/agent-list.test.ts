import { expect, test } from "vitest";

import {
  undemotable,
  ungrantable,
  unremovable,
  unresettable,
  untouchable,
} from "./agent-list.svelte";
import { movedTo, shortName } from "./queue-list.svelte";
import { agents } from "./testing/account";

const [anna, ben, max, mia] = agents as [
  (typeof agents)[0],
  (typeof agents)[0],
  (typeof agents)[0],
  (typeof agents)[0],
];
const me = (agent: typeof anna) => ({
  id: agent.id,
  roles: agent.details.roles,
  may_open_reports: agent.details.may_open_reports,
});

test("a manager touches plain agents only and grants no rights", () => {
  expect(untouchable(me(mia), anna)).toBeNull();
  expect(untouchable(me(mia), ben)).toBe("onlyAdministratorAgent");
  expect(untouchable(me(mia), max)).toBe("onlyAdministratorAgent");
  expect(untouchable(me(mia), null)).toBeNull();
  expect(ungrantable(me(mia))).toBe("onlyAdministrator");
  expect(unremovable(me(mia), mia, agents)).toBe("notYourself");
  expect(unresettable(me(mia), mia)).toBe("yourPassword");
  expect(unresettable(me(mia), anna)).toBeNull();
});

test("an administrator may do everything but leave the account without one", () => {
  expect(untouchable(me(max), ben)).toBeNull();
  expect(ungrantable(me(max))).toBeNull();
  expect(undemotable(me(max), max, agents)).toBe("lastAdministrator");
  const second = { ...anna, details: { ...anna.details, roles: max.details.roles } };
  const both = [second, ben, max, mia];
  expect(undemotable(me(max), max, both)).toBe("notYourRole");
  expect(undemotable(me(max), second, both)).toBeNull();
  expect(undemotable(me(max), ben, both)).toBeNull();
  expect(unremovable(me(second), max, both)).toBeNull();
  expect(unremovable(me(max), max, both)).toBe("notYourself");
});

test("an entry of a list moves up and down", () => {
  expect(movedTo(["a", "b", "c"], 0, 2)).toEqual(["b", "c", "a"]);
  expect(movedTo(["a", "b", "c"], 2, 0)).toEqual(["c", "a", "b"]);
  expect(movedTo(["a"], 5, 0)).toEqual(["a"]);
});

test("a short name is made of a name", () => {
  expect(shortName("Drucker & Größe")).toBe("drucker-groesse");
  expect(shortName(" Café ÜBER ")).toBe("cafe-ueber");
  expect(shortName("支持")).toBe("");
});
