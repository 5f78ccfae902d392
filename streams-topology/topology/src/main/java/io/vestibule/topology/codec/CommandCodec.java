package io.vestibule.topology.codec;

import io.vestibule.matrix.id.RoomId;
import io.vestibule.matrix.id.UserId;
import io.vestibule.model.Command;
import io.vestibule.model.CommandId;
import io.vestibule.model.CommandType;
import io.vestibule.model.Outgoing;
import io.vestibule.model.Residency;
import io.vestibule.model.Waiter;
import io.vestibule.model.Wish;
import io.vestibule.schemas.AcceptInvite;
import io.vestibule.schemas.ForgetInvite;
import io.vestibule.schemas.InviteCommand;
import io.vestibule.schemas.MemberWish;
import io.vestibule.schemas.RejectInvite;
import io.vestibule.schemas.RetryInvite;
import io.vestibule.schemas.WaitingCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Commands. */
public final class CommandCodec {

    private CommandCodec() {}

    /** @throws IllegalArgumentException if an identifier is none; the message names it */
    public static Command read(InviteCommand command) {
        RetryInvite retry = command.getRetry();
        ForgetInvite forget = command.getForget();
        return new Command(
                new CommandId(command.getCommandId()),
                Values.same(CommandType.class, command.getType()),
                RoomId.of(command.getRoomId()),
                UserId.of(command.getUserId()),
                Values.instant(command.getIssuedAt()),
                Values.instantOrNull(command.getNotAfter()),
                Values.same(Residency.class, command.getResident()),
                command.getIssuedBy(),
                wish(command),
                retry != null && retry.getOwnInviteOnly(),
                forget != null && forget.getPendingToo(),
                outgoing(command));
    }

    private static @Nullable Outgoing outgoing(InviteCommand command) {
        return switch (command.getType()) {
            case SEND_INVITE -> OutboundCodec.read(Values.present(command.getSendInvite(), command.getType()));
            case RETRACT_INVITE -> OutboundCodec.read(Values.present(command.getRetractInvite(), command.getType()));
            case UNKNOWN, ACCEPT_INVITE, REJECT_INVITE, RETRY, FORGET_INVITE -> null;
        };
    }

    private static Wish wish(InviteCommand command) {
        AcceptInvite accept = command.getAccept();
        if (accept != null) {
            return new Wish(
                    accept.getDisplayname(),
                    accept.getAvatarUrl(),
                    accept.getReason(),
                    accept.getExtraContentJson(),
                    accept.getOmitMembers());
        }
        RejectInvite reject = command.getReject();
        return reject == null ? Wish.NONE : Wish.reason(reject.getReason());
    }

    /** Commands that wait for an opposite one; outbound commands wait in a form of their own. */
    static InviteCommand write(Command command) {
        InviteCommand.Builder written = InviteCommand.newBuilder()
                .setCommandId(command.id().value())
                .setType(Values.same(io.vestibule.schemas.CommandType.class, command.type()))
                .setRoomId(command.room().value())
                .setUserId(command.user().value())
                .setIssuedAt(Values.millis(command.issuedAt()))
                .setNotAfter(Values.millis(command.notAfter()))
                .setResident(Values.same(io.vestibule.schemas.Residency.class, command.resident()))
                .setIssuedBy(command.issuedBy());
        switch (command.type()) {
            case ACCEPT_INVITE -> written.setAccept(accept(command.wish()));
            case REJECT_INVITE ->
                written.setReject(RejectInvite.newBuilder()
                        .setReason(command.wish().reason())
                        .build());
            case RETRY ->
                written.setRetry(RetryInvite.newBuilder()
                        .setOwnInviteOnly(command.ownInviteOnly())
                        .build());
            case FORGET_INVITE ->
                written.setForget(ForgetInvite.newBuilder()
                        .setPendingToo(command.pendingToo())
                        .build());
            case UNKNOWN, SEND_INVITE, RETRACT_INVITE -> {}
        }
        return written.build();
    }

    private static AcceptInvite accept(Wish wish) {
        return AcceptInvite.newBuilder()
                .setDisplayname(wish.displayname())
                .setAvatarUrl(wish.avatarUrl())
                .setReason(wish.reason())
                .setExtraContentJson(wish.extraContentJson())
                .setOmitMembers(wish.omitMembers())
                .build();
    }

    static Wish readWish(MemberWish wish) {
        return new Wish(
                wish.getDisplayname(),
                wish.getAvatarUrl(),
                wish.getReason(),
                wish.getExtraContentJson(),
                wish.getOmitMembers());
    }

    static MemberWish writeWish(Wish wish) {
        return MemberWish.newBuilder()
                .setDisplayname(wish.displayname())
                .setAvatarUrl(wish.avatarUrl())
                .setReason(wish.reason())
                .setExtraContentJson(wish.extraContentJson())
                .setOmitMembers(wish.omitMembers())
                .build();
    }

    static Waiter readWaiter(WaitingCommand waiter) {
        return new Waiter(new CommandId(waiter.getCommandId()), Values.same(CommandType.class, waiter.getType()));
    }

    static WaitingCommand writeWaiter(Waiter waiter) {
        return WaitingCommand.newBuilder()
                .setCommandId(waiter.id().value())
                .setType(Values.same(io.vestibule.schemas.CommandType.class, waiter.type()))
                .build();
    }

    static List<Waiter> readWaiters(List<WaitingCommand> waiters) {
        return Values.each(waiters, CommandCodec::readWaiter);
    }

    static List<WaitingCommand> writeWaiters(List<Waiter> waiters) {
        return Values.each(waiters, CommandCodec::writeWaiter);
    }
}
